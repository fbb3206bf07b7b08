export const RULES = ['own-record', 'relative', 'co-worker', 'after-hours', 'mass-read'] as const;
export type Rule = (typeof RULES)[number];
export const OUTCOMES = ['justified', 'not-justified', 'referred'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the trail says of one person, one rule and one day, and where the rule is about a record, of that client. */
export type Found = {
  id: string;
  rule: Rule;
  on: string;
  accountId: string;
  accountName: string;
  clientId: string | null;
  /** How often he looked, or tried to. */
  looks: number;
  refused: number;
  /** Of how many clients he saw something. */
  clients: number;
  firstAt: Date;
  lastAt: Date;
  eventIds: string[];
  /** Which conflicts are declared, where one is. */
  conflicts: string[] | null;
  /** How many clients an hour may show, by the policy of that day. */
  limit: number;
};

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
const opened = ({ looks, refused }: Found) => `opened it ${times(looks)}${refused > 0 ? `, ${refused} of them in vain` : ''}`;
const people = (count: number) => (count === 1 ? 'one client' : `${count} clients`);

const REASONS: Record<Rule, (found: Found) => string> = {
  'own-record': (found) => `The record is his own, and he ${opened(found)}.`,
  relative: (found) => `A conflict of interest is declared between him and this client (${found.conflicts!.join(', ')}), and he ${opened(found)}.`,
  'co-worker': (found) => `The client works here himself; this colleague does not treat him and supervises nobody who does, and ${opened(found)}.`,
  'after-hours': ({ looks, clients }) => `He looked ${times(looks)} at something of ${people(clients)} outside of the hours that he works, or the house does.`,
  'mass-read': ({ clients, limit }) => `He saw something of ${people(clients)} within an hour; more than ${limit} are looked into.`,
};

/** In words, for whoever is to judge it. */
export const reasonOf = (found: Found): string => REASONS[found.rule](found);
