import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { NoteDocument } from './note-document.ts';

const found = createRequire(import.meta.url);
/** Reading a font takes longer than writing a page, so it is read once for all of them, as pdfkit reads it. */
const { create } = createRequire(found.resolve('pdfkit'))('fontkit') as { create(bytes: Buffer): PDFKit.Mixins.PDFFontSource };
const font = (name: string) => create(readFileSync(found.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
/** DejaVu has the letters of nearly every name that people write with an alphabet; PDF's own fonts have those of Western Europe. */
const PLAIN = font('DejaVuSans');
const BOLD = font('DejaVuSans-Bold');

const MARGIN = 54;
const FOOT = 36;
const LABEL_WIDTH = 110;

/** A letter-size document as bytes, with the notice and the page number at the foot of each page. */
export function notePages({ title, notice, mark, sections }: NoteDocument): Promise<Buffer> {
  const paper = new PDFDocument({ size: 'LETTER', margin: MARGIN, bufferPages: true, info: { Title: title }, lang: 'en' });
  paper.registerFont('plain', PLAIN).registerFont('bold', BOLD);
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    paper.on('data', (chunk: Buffer) => chunks.push(chunk));
    paper.on('error', reject).on('end', () => resolve(Buffer.concat(chunks)));
  });
  paper.font('bold').fontSize(15).text(title);
  if (mark) paper.moveDown(0.3).fontSize(12).fillColor('#a00000').text(mark).fillColor('black');
  for (const { title: heading, lines } of sections) {
    paper.moveDown(0.8).font('bold').fontSize(10.5).text(heading).moveDown(0.2);
    for (const { label, text } of lines) write(paper, label, text);
  }
  number(paper, notice);
  paper.end();
  return done;
}

function write(paper: PDFKit.PDFDocument, label: string | undefined, text: string): void {
  paper.font('plain').fontSize(9.5);
  if (label === undefined) return void paper.text(text, { lineGap: 1.5 });
  const { y } = paper;
  const isAtFoot = y > paper.page.height - MARGIN - 14;
  if (isAtFoot) paper.addPage();
  const top = paper.y;
  paper.fillColor('#444444').text(label, MARGIN, top, { width: LABEL_WIDTH, lineBreak: false }).fillColor('black');
  paper.text(text, MARGIN + LABEL_WIDTH, top, { width: paper.page.width - 2 * MARGIN - LABEL_WIDTH, lineGap: 1.5 });
  paper.x = MARGIN;
}

function number(paper: PDFKit.PDFDocument, notice: string): void {
  const { count } = paper.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    paper.switchToPage(page);
    // Below the margin a line would begin a page of its own.
    paper.page.margins.bottom = 0;
    const y = paper.page.height - FOOT;
    paper.font('plain').fontSize(7.5).fillColor('#444444');
    paper.text(notice, MARGIN, y, { lineBreak: false });
    paper.text(`Page ${page + 1} of ${count}`, MARGIN, y, { width: paper.page.width - 2 * MARGIN, align: 'right', lineBreak: false });
    paper.page.margins.bottom = MARGIN;
  }
}
