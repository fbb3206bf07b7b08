import { type Schema, whole } from '../contract/operations.ts';

/** Nobody writes like this, so wherever one is found it was carried there. A birth date in 1917 is one as well. */
const WORD = /zq7x\d{5,}k|1917-\d\d-\d\d/gi;

/** Words for people's secrets: each is planted in one place, and remembered with it. */
export class PlantedWords {
  private readonly places = new Map<string, string>();
  /** What the application itself gave out: tokens, which have no word in them. */
  private readonly secrets = new Map<string, string>();

  get count(): number {
    return this.places.size;
  }

  next(place: string): string {
    const word = `zq7x${String(this.places.size).padStart(5, '0')}k`;
    this.places.set(word, place);
    return word;
  }

  keep(secret: string, place: string): string {
    this.secrets.set(secret, place);
    return secret;
  }

  /** Where in a text one of them stands, and where it came from. */
  in(text: string, where: string): string[] {
    const found = [...text.matchAll(WORD)].map(([word]) => this.places.get(word.toLowerCase()) ?? 'a birth date');
    const given = [...this.secrets].filter(([secret]) => text.includes(secret)).map(([, place]) => place);
    return [...new Set([...found, ...given])].map((place) => `${where}: ${place}`);
  }

  /** The body with a word in every field that takes text; the rest stays, and what is missing is added where text can be. */
  body(schema: Schema, body: unknown, place: string): unknown {
    const { type = 'object', format, enum: choices, pattern, properties = {}, items, minLength = 0, maxLength = 1_000, example } = whole(schema);
    if (type === 'object') {
      const given = (body ?? {}) as Record<string, unknown>;
      const filled = Object.entries(properties).map(([name, property]) => [name, this.body(property, given[name], `${place}/${name}`)]);
      return { ...given, ...Object.fromEntries(filled.filter(([, value]) => value !== undefined)) };
    }
    if (type === 'array') {
      const element = items && this.body(items, undefined, `${place}/0`);
      return element === undefined || whole(items!).type === undefined ? body : [element];
    }
    if (type === 'boolean') return body ?? false;
    if (choices) return body ?? choices[0];
    if (type !== 'string' || pattern || format === 'uuid' || format === 'date-time' || example === 'es-MX') return body;
    if (format === 'date') return place.endsWith('/birthDate') ? this.birthDate() : body;
    if (place.endsWith('/csv')) return this.sheet(place);
    const word = this.next(place);
    const email = place.endsWith('/email') ? '@center.example' : '';
    return `${word}${email}`.padEnd(minLength, word).slice(0, Math.max(maxLength, word.length));
  }

  /** One person in a sheet that is taken, with a word in each cell, and one whose line is at fault. */
  private sheet(place: string): string {
    const columns = ['given name', 'family name', 'preferred name', 'pronouns', 'phone', 'address', 'identifier system', 'identifier value', 'mrn'];
    const cells = (line: string) => columns.map((column) => this.next(`${place}, ${line}, ${column}`));
    const header = [...columns, this.next(`${place}, a column that is not known`), 'birth date', 'program'];
    const lines = [
      [...cells('a good line'), this.next(`${place}, a cell that is not known`), this.birthDate(), ''],
      [...cells('a faulty line'), '', this.next(`${place}, no date`), this.next(`${place}, no program`)],
    ];
    return [header, ...lines].map((line) => line.join(',')).join('\n');
  }

  private birthDates = 0;
  private birthDate(): string {
    const day = this.birthDates++ % 336;
    return `1917-${String(1 + Math.floor(day / 28)).padStart(2, '0')}-${String(1 + (day % 28)).padStart(2, '0')}`;
  }
}
