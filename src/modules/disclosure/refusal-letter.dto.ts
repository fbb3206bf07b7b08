export class RefusalLetterView {
  /** @example Harbor Recovery Center: answer to your request */
  title: string;
  /** @example 2026-11-22 */
  datedOn: string;
  paragraphs: string[];
}
