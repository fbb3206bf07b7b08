// The searches that US Core 6.1.0 requires of a server, and those of who wrote what, each beside the bare query that finds the same rows without asking who may have them.
const NOTES = `select n.* from app.session_notes n where n.client_id = $1 and n.signed_at is not null`;
const DOCUMENTS = `select n.*, t.* from app.session_notes n join app.session_note_texts t on t.note_id = n.id where n.client_id = $1 and n.signed_at is not null`;
const CHECK_INS = `select * from app.goal_check_ins where client_id = $1`;
const NAMED = `select * from app.clients where (lower(family_name) like $1 or lower(given_name) like $1 or lower(preferred_name) like $1)`;
const PAGE = 'order by id desc limit 51';

/** Of somebody who consented: his id, a note, his name, his birth date, his code. */
export const searches = ({ client, note, family, born, code }) => {
  const name = `${family.toLowerCase().slice(0, 5)}%`;
  const of = (path, text, values = [client]) => ({ path, text: `${text} ${PAGE}`, values });
  return [
    of(`Patient?_id=${client}`, 'select * from app.clients where id = $1'),
    of(`Patient?identifier=${code}`, 'select * from app.clients where code = $1', [code]),
    of(`Patient?name=${family.slice(0, 5)}`, NAMED, [name]),
    of(`Patient?birthdate=${born}&name=${family.slice(0, 5)}`, `${NAMED} and birth_date = $2`, [name, born]),
    of(`Patient?gender=unknown&name=${family.slice(0, 5)}`, NAMED, [name]),
    of(`Encounter?_id=${note}`, 'select * from app.session_notes where id = $1', [note]),
    of(`Encounter?patient=${client}`, NOTES),
    of(`Encounter?patient=${client}&date=ge2020-01-01`, `${NOTES} and n.ended_at > '2020-01-01'`),
    of(`DocumentReference?_id=${note}`, 'select n.*, t.* from app.session_notes n join app.session_note_texts t on t.note_id = n.id where n.id = $1', [note]),
    of(`DocumentReference?patient=${client}`, DOCUMENTS),
    of(`DocumentReference?patient=${client}&category=clinical-note`, DOCUMENTS),
    of(`DocumentReference?patient=${client}&category=clinical-note&date=ge2020-01-01`, `${DOCUMENTS} and n.signed_at > '2020-01-01'`),
    of(`DocumentReference?patient=${client}&type=http://loinc.org|11506-3`, DOCUMENTS),
    of(`Goal?patient=${client}`, 'select * from app.goals where client_id = $1'),
    of(`CarePlan?patient=${client}&category=assess-plan`, 'select * from app.goals where client_id = $1'),
    of(`CareTeam?patient=${client}&status=active`, 'select * from app.assignments where client_id = $1'),
    of(`Observation?patient=${client}&category=social-history`, CHECK_INS),
    of(`Observation?patient=${client}&category=social-history&date=ge2020-01-01`, `${CHECK_INS} and checked_on >= '2020-01-01'`),
    of(`Observation?patient=${client}&code=goal-check-in`, CHECK_INS),
    of(`Provenance?target=DocumentReference/${note}`, 'select * from app.session_notes where id = $1', [note]),
    of(`Provenance?patient=${client}&_count=51`, NOTES),
    of(`Practitioner?name=a`, `select * from app.accounts where lower(name) like $1`, ['a%']),
    of(`PractitionerRole?specialty=175T00000X`, `select * from app.accounts where role = $1`, ['peer-specialist']),
    of(`Location?name=a`, 'select * from app.residences where lower(name) like $1', ['a%']),
    of(`Organization?name=x`, 'select * from app.residences where lower(name) like $1', ['x%']),
  ];
};
