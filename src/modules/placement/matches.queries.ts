/** Who the client is and what he wishes, as far as the caller may see him. */
export const WISHED = {
  name: 'match_wished',
  text: `select w.id as "wishId", w.preferred_specialist_id as "preferredSpecialistId", coalesce(w.languages, '{}') as languages, c.languages as "ownLanguages",
      coalesce(w.pathways, '{}') as pathways, coalesce(w.experiences, '{}') as experiences, coalesce(w.available_times, '{}') as "availableTimes"
    from app.clients c left join app.client_wishes w on w.client_id = c.id and w.ends_at is null where c.id = $1`,
};

/** Everybody who works as a specialist on day $2; a supervisor assigns his own team, and whoever cannot assign asks. */
export const CANDIDATES = {
  name: 'match_candidates',
  text: `select specialist as "peerSpecialistId", name, languages, pathways, experiences, hours, caseload, max_caseload as "maxCaseload", conflicts,
      has_client as "hasClient", case current_setting('role') when 'app_program_manager' then true
                                   when 'app_supervisor' then specialist = any ((select app.my_specialists())::uuid[]) else false end as assignable
    from app.candidates_for($1, $2)`,
};
