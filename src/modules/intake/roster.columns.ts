import { Fault, type Reading } from '../../platform/http/field.ts';
import { calendarDate, languageTag, text } from '../../platform/http/readings.ts';

const yesNo: Reading<boolean> = (raw) => {
  const word = String(raw).toLowerCase();
  if (['yes', 'y', 'true', '1', 'x'].includes(word)) return true;
  return ['no', 'n', 'false', '0'].includes(word) ? false : new Fault('must be yes or no');
};

const DATE = 'must be a real date such as 1990-01-31 or 1/31/1990, with four digits for the year';

/** ISO, or as it is written in the United States. Two digits for a year could be either century's. */
const date: Reading<string> = (raw) => {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(String(raw)) ?? [];
  const iso = year === undefined ? raw : `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  const read = calendarDate(iso);
  return read instanceof Fault && !read.detail.includes('years') ? new Fault(DATE) : read;
};

const languages: Reading<string[]> = (raw) => {
  const tags = String(raw)
    .split(/[,;|/\s]+/)
    .filter((tag) => tag !== '')
    .map((tag) => languageTag(tag));
  const fault = tags.find((tag) => tag instanceof Fault);
  if (fault instanceof Fault) return new Fault('must be language tags such as en or es-MX, with blanks between them');
  return tags.length > 10 ? new Fault('can have at most 10 languages') : ([...new Set(tags)] as string[]);
};

const email: Reading<string> = (raw) => (/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(String(raw)) ? String(raw).toLowerCase() : new Fault('must be an e-mail address'));

/** Columns by their names, with what else they are called. Case, blanks and punctuation in a header do not matter. */
export const COLUMNS = {
  'given name': { also: ['first name', 'first', 'given', 'forename'], read: text(1, 80) },
  'family name': { also: ['last name', 'last', 'family', 'surname'], read: text(1, 80) },
  'preferred name': { also: ['nickname', 'goes by', 'known as'], read: text(1, 80) },
  pronouns: { also: ['pronoun'], read: text(1, 40) },
  'birth date': { also: ['date of birth', 'dob', 'birthday', 'born', 'born on'], read: date },
  languages: { also: ['language', 'language spoken', 'languages spoken'], read: languages },
  phone: { also: ['phone number', 'telephone', 'mobile', 'cell', 'cell phone'], read: text(3, 300) },
  'ok to call': { also: ['may call', 'call ok'], read: yesNo },
  'ok to text': { also: ['may text', 'text ok'], read: yesNo },
  'ok to voicemail': { also: ['ok to leave voicemail', 'voicemail ok', 'may leave voicemail'], read: yesNo },
  email: { also: ['e-mail', 'email address', 'mail'], read: email },
  address: { also: ['street address', 'mailing address', 'home address'], read: text(3, 300) },
  'identifier system': { also: ['id system', 'system'], read: text(1, 200) },
  'identifier value': { also: ['identifier', 'id number', 'client id', 'id value'], read: text(1, 120) },
  mrn: { also: ['medical record number', 'clinic mrn', 'chart number'], read: text(1, 120) },
  program: { also: ['program code', 'program name'], read: text(1, 120) },
  'admitted on': { also: ['admission date', 'admitted', 'admit date', 'admission', 'intake date'], read: date },
  'referral source': { also: ['referred by', 'referral'], read: text(1, 200) },
  'peer specialist': { also: ['peer specialist email', 'specialist', 'specialist email', 'assigned to', 'peer'], read: email },
} as const satisfies Record<string, { also: readonly string[]; read: Reading<unknown> }>;

export type Column = keyof typeof COLUMNS;
export const REQUIRED: readonly Column[] = ['given name', 'family name', 'birth date'];

/** What a medical record number is called among identifiers. */
export const MRN_SYSTEM = 'clinic-mrn';

const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const BY_NAME = new Map(Object.entries(COLUMNS).flatMap(([name, { also }]) => [name, ...also].map((each) => [bare(each), name as Column] as const)));

export const columnCalled = (header: string): Column | null => BY_NAME.get(bare(header)) ?? null;
