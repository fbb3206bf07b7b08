/**
 * The name of whoever looked: a person's, or which system on whose behalf. `a` is his account, where he has one, and `id` the
 * column that says who it was.
 */
export const whoLooked = (id: string): string => `coalesce(a.name,
           (select concat('the system ', m.name, ' of ', o.name) from app.machine_clients m join app.recipients o on o.id = m.recipient_id where m.id = ${id}))`;
