import { describe, expect, it } from '@jest/globals';
import { SecondFactor } from '../../src/modules/account/second-factor.entity.ts';
import { SecondFactorRemoval } from '../../src/modules/account/second-factor-removal.entity.ts';

const slugOf = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    return (error as { slug: string }).slug;
  }
  return 'none';
};

describe('a second factor', () => {
  const begun = () => SecondFactor.begin('a person', (id) => Buffer.from(`sealed for ${id}`));
  const confirmed = () => {
    const factor = begun();
    factor.confirm(7, new Date());
    return factor;
  };

  it('is sealed for its own row, and counts from its confirmation', () => {
    const factor = begun();
    expect(factor.sealedSeed!.toString()).toBe(`sealed for ${factor.id}`);
    expect(factor.state).toBe('begun');
    factor.confirm(7, new Date());
    expect(factor).toMatchObject({ state: 'confirmed', lastStep: 7 });
  });

  it('is not confirmed with a wrong code, nor twice', () => {
    expect(slugOf(() => begun().confirm(null, new Date()))).toBe('wrong-code');
    expect(slugOf(() => confirmed().confirm(8, new Date()))).toBe('second-factor-not-begun');
  });

  it('forgets its seed when it ends, and ends once', () => {
    const factor = confirmed();
    factor.end(new Date());
    expect(factor).toMatchObject({ state: 'ended', sealedSeed: null });
    expect(slugOf(() => factor.end(new Date()))).toBe('second-factor-ended');
    expect(slugOf(() => factor.confirm(8, new Date()))).toBe('second-factor-not-begun');
  });

  it('has recovery codes only once it counts', () => {
    expect(slugOf(() => begun().demandConfirmed())).toBe('second-factor-not-confirmed');
    expect(slugOf(() => confirmed().demandConfirmed())).toBe('none');
  });
});

describe('a removal', () => {
  const removal = () => SecondFactorRemoval.request('lost', 'phone lost', 'asker');

  it('needs two people who are not its owner', () => {
    expect(slugOf(() => void SecondFactorRemoval.request('lost', 'phone lost', 'lost'))).toBe('removal-of-oneself');
    expect(slugOf(() => removal().confirm('lost', new Date()))).toBe('removal-of-oneself');
    expect(slugOf(() => removal().confirm('asker', new Date()))).toBe('removal-own');
    expect(slugOf(() => removal().confirm('another', new Date()))).toBe('none');
  });

  it('is confirmed once, and within a day', () => {
    const closed = removal();
    closed.confirm('another', new Date());
    expect(slugOf(() => closed.confirm('another', new Date()))).toBe('removal-closed');
    const [late, justInTime] = [removal(), removal()];
    expect(late.expiresAt.getTime() - late.createdAt.getTime()).toBe(24 * 3_600_000);
    expect(slugOf(() => late.confirm('another', late.expiresAt))).toBe('removal-closed');
    expect(slugOf(() => justInTime.confirm('another', new Date(justInTime.expiresAt.getTime() - 1)))).toBe('none');
  });
});
