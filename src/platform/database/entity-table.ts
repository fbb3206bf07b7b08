import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { Statement } from './statement-group.ts';

const tables = new WeakMap<EntityMetadata, EntityTable<ObjectLiteral>>();

/**
 * The few statements that one entity needs, from what its decorators say. Each is the same text every time and so is
 * prepared once, where a query builder would compose it, and the database plan it, on every request.
 */
export class EntityTable<E extends ObjectLiteral> {
  private readonly name: string;
  private readonly path: string;
  private readonly selection: string;
  private readonly inserted: ColumnMetadata[];
  private readonly columns: Map<string, ColumnMetadata>;

  private constructor(private readonly metadata: EntityMetadata) {
    this.name = metadata.tableName;
    this.path = metadata.tablePath;
    this.columns = new Map(metadata.columns.map((column) => [column.propertyName, column]));
    this.inserted = metadata.columns.filter(({ isInsert }) => isInsert);
    this.selection = `select ${metadata.columns.map(({ databaseName, propertyName }) => `${databaseName} as "${propertyName}"`).join(', ')} from ${this.path} where id = $1`;
  }

  static of<E extends ObjectLiteral>(dataSource: DataSource, entity: EntityTarget<E>): EntityTable<E> {
    const metadata = dataSource.getMetadata(entity);
    let table = tables.get(metadata);
    if (!table) tables.set(metadata, (table = new EntityTable(metadata)));
    return table as unknown as EntityTable<E>;
  }

  reading(id: string): Statement {
    return { name: `read_${this.name}`, text: this.selection, values: [id] };
  }

  locking(id: string): Statement {
    return { name: `lock_${this.name}`, text: `${this.selection} for update`, values: [id] };
  }

  inserting(entities: ObjectLiteral[]): Statement {
    const width = this.inserted.length;
    const rows = entities.map((_, row) => `(${this.inserted.map((_column, at) => `$${row * width + at + 1}`).join(', ')})`);
    return {
      // Lists of many lengths would each keep a plan.
      name: entities.length === 1 ? `add_${this.name}` : undefined,
      text: `insert into ${this.path} (${this.inserted.map(({ databaseName }) => databaseName).join(', ')}) values ${rows.join(', ')}`,
      values: entities.flatMap((entity) => this.inserted.map(({ propertyName }) => entity[propertyName] ?? null)),
    };
  }

  /** The named properties as they are now, and the next version, on the row as it was read. */
  updating(entity: E & { id: string; version: number }, changed: string[]): Statement {
    const columns = changed.flatMap((property) => this.columns.get(property) ?? []).filter(({ isUpdate }) => isUpdate);
    const assignments = columns.map(({ databaseName }, at) => `${databaseName} = $${at + 3}, `).join('');
    const places = columns.map((column) => this.metadata.columns.indexOf(column)).join('.');
    return {
      // PostgreSQL tells names apart by their first 63 characters.
      name: places.length <= 20 ? `set_${this.name}_${places}` : undefined,
      text: `update ${this.path} set ${assignments}version = $2 + 1 where id = $1 and version = $2`,
      values: [entity.id, entity.version, ...columns.map(({ propertyName }) => entity[propertyName])],
    };
  }

  entityOf(row: object): E {
    return Object.assign(this.metadata.create() as E, row);
  }
}
