"""Images, in the line of text, with their alternative text (ISO 29500-1, 20.4.2.8)."""

from __future__ import annotations

from toolkit.document import Figure, Logos
from toolkit.writers.docx import styles
from toolkit.writers.docx.markup import attribute
from toolkit.writers.docx.paragraphs import write_paragraph
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.text import PLAIN, write_run, write_text

EMU_PER_PIXEL = 9525  # at 96 pixels an inch
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
LOGO = 540_000  # EMU: 1.5 cm
HIGHEST = 0.6  # of the height of the text, so that a caption and some text fit on its page


def write_figure(story: Story, figure: Figure) -> str:
    """A paragraph with the image, and one with its caption."""
    picture = write_run(story, write_drawing(story, figure), PLAIN, figure.language)
    alone = "" if figure.caption else '<w:keepNext w:val="0"/>'
    parts = [write_paragraph(story, styles.FIGURE, picture, alone)]
    if figure.caption:
        parts.append(write_paragraph(story, styles.CAPTION, write_text(story, figure.caption)))
    return "".join(parts)


def write_logos(story: Story, logos: Logos) -> str:
    """A paragraph with the logos side by side, all of one height."""
    space = write_run(story, '<w:t xml:space="preserve">   </w:t>', PLAIN)
    runs = [write_run(story, write_drawing(story, one, LOGO), PLAIN, one.language) for one in logos.figures]
    return write_paragraph(story, styles.FIGURE, space.join(runs), '<w:keepNext w:val="0"/>')


def scaled(story: Story, figure: Figure, highest: int = 0) -> tuple[int, int]:
    """Width and height in EMU: as large as the image is, at most as wide as the text, and as high as `highest`."""
    template = story.paper.template
    width, height = max(figure.width, 1) * EMU_PER_PIXEL, max(figure.height, 1) * EMU_PER_PIXEL
    scale = min(1.0, template.width / width, (highest or template.height * HIGHEST) / height)
    return round(width * scale), round(height * scale)


def write_drawing(story: Story, figure: Figure, highest: int = 0) -> str:
    """The drawing; its media part is related to the part that it stands in."""
    paper = story.paper
    paper.drawings += 1
    identifier = story.relate("image", f"media/{paper.image(figure)}", False)
    width, height = scaled(story, figure, highest)
    name, alternative = attribute(figure.name), attribute(figure.alternative)
    return (
        f'<w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{paper.drawings}" name="{name}" descr="{alternative}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{DRAWING}/main" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{paper.drawings}" name="{name}" descr="{alternative}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{identifier}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
