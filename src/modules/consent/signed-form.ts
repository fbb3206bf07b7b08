export const FORM_BYTES = 5 * 1024 * 1024;
export const FORM_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type FormType = (typeof FORM_TYPES)[number];

const BEGINNINGS: Record<FormType, Buffer> = {
  'application/pdf': Buffer.from('%PDF-'),
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff]),
  'image/png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
};

/** What a file is by its first bytes, whatever its sender takes it for. */
export const formTypeOf = (content: Buffer): FormType | null =>
  FORM_TYPES.find((type) => content.subarray(0, BEGINNINGS[type].length).equals(BEGINNINGS[type])) ?? null;
