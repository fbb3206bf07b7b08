/**
 * What is said to whoever asks about somebody without anything that lets him know: the same to everybody, whoever is asked
 * about, and no rule is cited for anybody (42 CFR 2.13(c)).
 */
export const answerOf = (center: string): string =>
  `${center} neither confirms nor denies that any person is, was, or ever asked to be served here. We would answer the same if we had never heard of the person you ask about. ` +
  'This says nothing about any person, and nothing about any person follows from it. Whoever has something that lets him know may send it to our privacy officer in writing.';
