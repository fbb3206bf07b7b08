import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the rules of tasks read beside row security. A policy locks its table against everybody, and requests come to these
 * tables in many orders: so each is a step of its own, and none waits for two of them at once.
 */
class LetRulesRead implements MigrationInterface {
  constructor(private readonly table: string) {}

  async up(db: QueryRunner): Promise<void> {
    await db.query(`grant select on app.${this.table} to app_authz; create policy decide on app.${this.table} for select to app_authz using (true)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop policy decide on app.${this.table}; revoke select on app.${this.table} from app_authz`);
  }
}

/** And may hold an episode open while something is opened for it, and change nothing of it. */
export class ReadEpisodes1760000026010 extends LetRulesRead {
  constructor() {
    super('episodes');
  }

  override async up(db: QueryRunner): Promise<void> {
    await super.up(db);
    await db.query(
      `grant update (id) on app.episodes to app_authz; create policy hold on app.episodes for update to app_authz using (true) with check (false)`,
    );
  }

  override async down(db: QueryRunner): Promise<void> {
    await db.query(`drop policy hold on app.episodes; revoke update (id) on app.episodes from app_authz`);
    await super.down(db);
  }
}

export class ReadContactPolicies1760000026020 extends LetRulesRead {
  constructor() {
    super('contact_policies');
  }
}

export class ReadSetbacks1760000026030 extends LetRulesRead {
  constructor() {
    super('setbacks');
  }
}

export class ReadContactHolds1760000026040 extends LetRulesRead {
  constructor() {
    super('contact_holds');
  }
}

export class ReadLeaves1760000026050 extends LetRulesRead {
  constructor() {
    super('leaves');
  }
}

export class ReadHandOffs1760000026060 extends LetRulesRead {
  constructor() {
    super('hand_offs');
  }
}

export class ReadGoals1760000026070 extends LetRulesRead {
  constructor() {
    super('goals');
  }
}

export class ReadGoalPauses1760000026080 extends LetRulesRead {
  constructor() {
    super('goal_pauses');
  }
}
