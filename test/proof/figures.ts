export type Figure = { name: string; labels: Record<string, string>; value: number };

/** Prometheus' text form. A line in any other form is an error here. */
export function figuresOf(text: string): Figure[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels, value] = /^([a-z_:0-9]+)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
      if (!name) throw new Error(`Not a figure: ${line}`);
      return { name, labels: Object.fromEntries([...(labels ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, label, is]) => [label!, is!])), value: Number(value) };
    });
}

/** Every label that the application or its runtime gives a figure. */
const LABELS = new Set(['method', 'route', 'status', 'le', 'state', 'job', 'version', 'node', 'major', 'minor', 'patch', 'type', 'kind', 'space']);

/** What has no place in figures: ids, labels that nobody declared, and what a test planted. */
export function leaksIn(text: string, planted: string[]): string[] {
  return [
    ...[...text.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi)].map(([id]) => `an id: ${id}`),
    ...new Set(
      figuresOf(text)
        .flatMap(({ labels }) => Object.keys(labels))
        .filter((label) => !LABELS.has(label))
        .map((label) => `a label that nobody declared: ${label}`),
    ),
    ...planted.filter((word) => text.includes(word)).map((word) => `planted: ${word}`),
  ];
}
