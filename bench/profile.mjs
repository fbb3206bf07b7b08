// Where a CPU profile's time goes, by module.
export function byModule({ nodes, samples, timeDeltas }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map();
  let total = 0;
  samples.forEach((id, at) => {
    const { functionName, url } = frames.get(id);
    if (functionName === '(idle)') return;
    total += timeDeltas[at];
    const name = moduleOf(functionName, url);
    times.set(name, (times.get(name) ?? 0) + timeDeltas[at]);
  });
  return [...times]
    .sort((one, other) => other[1] - one[1])
    .slice(0, 14)
    .map(([name, time]) => `${((time / total) * 100).toFixed(1).padStart(6)} %  ${name}`);
}

function moduleOf(functionName, url) {
  if (url === '') return /^write|^shutdown|^dispatch/.test(functionName) ? 'system: sockets' : functionName.startsWith('(') ? functionName : 'system: others';
  if (url.startsWith('node:')) return `node: ${url.slice(5).split('/').slice(0, 2).join('/')}`;
  const [, named] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (named) return `package: ${named}`;
  return `ours: ${/dist\/src\/((?:[^/]+\/){0,2})/.exec(url)?.[1] ?? url}`;
}
