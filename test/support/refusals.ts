import { Problem } from '../../src/platform/problem.ts';

/** What a rule says to something: the fields that it finds fault with, or what it refuses; nothing where it lets it pass. */
export function refusals(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { slug, extras } = error;
    const fields = slug === 'invalid-request' ? (extras['errors'] as { pointer: string }[]).map(({ pointer }) => pointer.replace(/^#\//, '')) : [];
    return fields.length > 0 ? fields : [slug];
  }
  return [];
}
