// Writes papers with docx.js. On standard input, as JSON, a list of:
//   {file, language, paragraphs: [["words", {foot: "…"}, {end: "…"}, {link: "…", address: "…"}, …], …]}

import { readFileSync, writeFileSync } from "node:fs";
import {
  Document,
  EndnoteReferenceRun,
  ExternalHyperlink,
  FootnoteReferenceRun,
  Packer,
  Paragraph,
  TextRun,
} from "docx";

for (const { file, language, paragraphs } of JSON.parse(readFileSync(0, "utf8"))) {
  const notes = { foot: {}, end: {} };
  const add = (kind, text) => {
    const id = Object.keys(notes[kind]).length + 1;
    notes[kind][id] = { children: [new Paragraph({ children: [new TextRun(` ${text}`)] })] };
    return id;
  };
  const shown = (item) => {
    if (typeof item === "string") return new TextRun(item);
    if ("foot" in item) return new FootnoteReferenceRun(add("foot", item.foot));
    if ("end" in item) return new EndnoteReferenceRun(add("end", item.end));
    return new ExternalHyperlink({ link: item.address, children: [new TextRun(item.link)] });
  };
  const children = paragraphs.map((items) => new Paragraph({ children: items.map(shown) }));
  const document = new Document({
    styles: { default: { document: { run: { language: { value: language } } } } },
    footnotes: notes.foot,
    endnotes: notes.end,
    sections: [{ children }],
  });
  writeFileSync(file, await Packer.toBuffer(document));
}
