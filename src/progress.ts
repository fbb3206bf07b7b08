import type { Env } from './config/env.ts';
import type { DemoSignIn } from './demo/index.ts';

/** Says what is being waited for, with the seconds since the start, to whoever sits at the terminal. */
export function saying(began = Date.now()): (what: string) => void {
  return (what) => console.error(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${what}`);
}

/** Where to go and how to sign in. */
export function banner(url: string, env: Env, notice: string | null, signIns: DemoSignIn[]): void {
  const address = url.replace('[::1]', 'localhost').replace('0.0.0.0', 'localhost');
  const lines = ['', `Peerwork serves ${address}`, `  Documentation   ${address}/docs`, `  Ready?          ${address}/health/ready`];
  if (!env.DATABASE_URL && !env.DATABASE_LOGIN_URL)
    lines.push('', `  Embedded PostgreSQL in ${env.DATA_DIR}: for pilots and demonstrations. Set DATABASE_URL for your own.`);
  if (notice) lines.push(`  ${notice}`);
  if (signIns.length > 0) {
    lines.push('', '  A demo center is in it; every name is made up. Sign in with POST /v1/session as', '');
    for (const { role, email, password } of signIns) lines.push(`    ${role.padEnd(16)} ${email.padEnd(34)} ${password}`);
    lines.push('', `  (also in ${env.DATA_DIR}/demo-sign-ins.json)`);
  } else lines.push('', '  No demo center. Invite the first administrator with: npm run administrator -- --email you@center.org --name "Your Name"');
  console.log(`${lines.join('\n')}\n`);
}
