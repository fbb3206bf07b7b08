import { type NoteDocument, section } from '../session-note/index.ts';
import type { RefusalLetterView } from './refusal-letter.dto.ts';

/**
 * What is answered to whoever asks for somebody's records without anything that lets them go. It takes no name and looks
 * nobody up, so that it is the same for those who are known and those who are not, and cites no rule for anybody
 * (42 CFR 2.13(c)).
 */
export const refusalLetter = (center: string, datedOn: string): RefusalLetterView => ({
  title: `${center}: answer to your request`,
  datedOn,
  paragraphs: [
    `${center} answers every request for records, every subpoena and every warrant that it may not act on in these same words, whoever is asked about.`,
    'We neither confirm nor deny that any person is, was, or ever asked to be served here. We would answer the same if we had never heard of the person you ask about.',
    'Nothing is handed over in answer to what you sent. This letter says nothing about any person, and nothing about any person follows from it.',
    'Whoever holds an order of a court may have it served on us together with the subpoena or the warrant that goes with it. Our privacy officer will look at it and answer.',
  ],
});

export const letterDocument = ({ title, datedOn, paragraphs }: RefusalLetterView): NoteDocument => ({
  title,
  notice: 'This letter says nothing about any person.',
  mark: null,
  sections: [section('Date', { text: datedOn }), section('Answer', ...paragraphs.map((text) => ({ text })))],
});
