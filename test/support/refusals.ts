import { Problem } from '../../src/platform/problem.ts';

/** What a rule says to something: the fields that it finds fault with, or what it refuses; nothing where it lets it pass. */
export function refusals(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { slug, extras } = error;
    return slug === 'invalid-request' ? (extras['errors'] as { pointer: string }[]).map(({ pointer }) => pointer.replace(/^#\//, '')) : [slug];
  }
  return [];
}
