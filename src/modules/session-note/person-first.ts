/** Words that name a person by an illness or a habit, and what may be said instead. */
export type Wording = { avoid: string[]; say: string };

/**
 * What the National Institute on Drug Abuse advises in "Words Matter: Terms to Use and Avoid When Talking About Addiction"
 * (2021) and SAMHSA in its writing guidance. A center sets its own list by PERSON_FIRST_FILE: JSON of this shape.
 */
export const PERSON_FIRST: Wording[] = [
  {
    avoid: ['addict', 'addicts', 'junkie', 'junkies', 'druggie', 'druggies', 'user', 'users', 'substance abuser', 'drug abuser'],
    say: 'a person who uses drugs, or a person with a substance use disorder',
  },
  { avoid: ['alcoholic', 'alcoholics', 'drunk', 'drunkard'], say: 'a person with an alcohol use disorder' },
  { avoid: ['former addict', 'reformed addict', 'ex-addict', 'recovering addict'], say: 'a person in recovery' },
  { avoid: ['clean'], say: 'in recovery, or not using; of a test: negative' },
  { avoid: ['dirty'], say: 'using, or returned to use; of a test: positive' },
  { avoid: ['drug habit', 'habit'], say: 'substance use, or a substance use disorder' },
  { avoid: ['substance abuse', 'drug abuse', 'alcohol abuse'], say: 'substance use, or use other than prescribed' },
  { avoid: ['relapsed', 'relapse', 'fell off the wagon'], say: 'returned to use, or a recurrence' },
  { avoid: ['opioid substitution', 'replacement therapy', 'medication-assisted treatment'], say: 'medication for opioid use disorder' },
  { avoid: ['non-compliant', 'noncompliant', 'resistant', 'in denial', 'unmotivated'], say: 'what the person chose or said, in his own words' },
  { avoid: ['manipulative', 'attention-seeking', 'frequent flyer'], say: 'what the person did and what he asked for' },
  { avoid: ['homeless', 'the homeless'], say: 'a person without housing' },
  { avoid: ['suffers from', 'victim of', 'afflicted with'], say: 'has, or lives with' },
  { avoid: ['ex-con', 'ex-convict', 'inmate', 'offender', 'felon'], say: 'a person who was incarcerated' },
];
