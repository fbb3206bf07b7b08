import type { Role } from '../../src/platform/access/actor.ts';

/** Whoever has no session: he signs in, and takes up an invitation. */
export type Reader = Role | 'visitor';
type Readers = readonly Reader[];
/** By the names of fields, who finds something in them. */
type View = Record<string, Readers>;

const CARERS: Role[] = ['peer-specialist', 'supervisor'];
/** They treat the client or stand for those who do. */
const CLOSE: Role[] = [...CARERS, 'clinician'];
const READERS: Role[] = [...CLOSE, 'program-manager', 'privacy-officer'];
const ACCOUNTANTS: Role[] = [...CLOSE, 'privacy-officer'];
const GOAL_READERS: Role[] = [...CLOSE, 'privacy-officer'];
const BILLING: Role[] = ['program-manager'];
const RULE_READERS: Role[] = ['supervisor', 'program-manager', 'privacy-officer'];
/** Of supervision and credentials: each his own, his team's, the center's. */
const FOLLOWERS: Role[] = [...CARERS, 'program-manager'];
const SUPERVISION_READERS: Role[] = [...CARERS, 'privacy-officer'];
const STAFF: Role[] = [...READERS, 'administrator'];
const VISITOR: Readers = ['visitor'];
const PRIVACY: Readers = ['privacy-officer'];
const ADMINISTRATOR: Readers = ['administrator'];
const ACCOUNTS: Readers = ['privacy-officer', 'administrator'];

const SPECIALIST: Readers = ['peer-specialist'];
const SUPERVISOR: Readers = ['supervisor'];
const MANAGER: Readers = ['program-manager'];
const ASSIGNERS: Readers = ['supervisor', 'program-manager'];

/** What each role reads of each view that an answer shows. A field without a line fails the build, and so does one that a role gets and has none for. */
export const READABLE: Record<string, View> = {
  AuditEventPage: { items: PRIVACY },
  AuditEventView: { 'id at kind requestId accountId role action subjectId clientIds status facts': PRIVACY },
  Self: { 'id name email role permissions': [...STAFF, ...VISITOR], peerSpecialistId: ['peer-specialist'] },
  SessionView: { 'token expiresAt account device': VISITOR },
  AcceptedInvitation: { 'id email name role': VISITOR },
  AccountPage: { items: ACCOUNTS },
  AccountView: { 'id email name role disabled createdAt version': ACCOUNTS },
  InvitedAccountView: { 'id email name role disabled createdAt version invitation': ADMINISTRATOR },
  SignOnAttemptView: { 'attempt authorizationUrl expiresAt': VISITOR },
  ExternalIdentityPage: { items: ACCOUNTS },
  ExternalIdentityView: { 'id accountId issuer subject linkedHow createdAt endedAt version': ACCOUNTS },
  InvitationView: { 'token expiresAt': ADMINISTRATOR },

  PeerSpecialistPage: { items: STAFF },
  PeerSpecialistView: { 'id accountId name hiredOn fte maxCaseload languages pathways disabled version': STAFF },
  CredentialPage: { items: STAFF },
  CredentialView: { 'id peerSpecialistId kind issuer number issuedOn expiresOn continuingEducationHours verifiedAt verifiedBy version': STAFF },
  ExperiencePage: { items: FOLLOWERS },
  ExperienceView: { 'id peerSpecialistId experience sharedAt version': FOLLOWERS, withdrawnAt: SPECIALIST },
  WorkHoursPage: { items: FOLLOWERS },
  WorkHoursView: { 'id peerSpecialistId from hours setBy createdAt': FOLLOWERS },
  WorkShift: { 'weekday startsAt endsAt': FOLLOWERS },
  SupervisionPage: { items: STAFF },
  SupervisionView: { 'id peerSpecialistId supervisorId supervisorName startsAt endsAt version': STAFF },
  CoverGrantPage: { items: [...ASSIGNERS, ...PRIVACY] },
  CoverGrantView: { 'id supervisorId supervisorName coveredBy coverName startsAt endsAt reason grantedBy version': [...ASSIGNERS, ...PRIVACY] },
  SupervisionPolicyPage: { items: [...FOLLOWERS, ...PRIVACY] },
  SupervisionPolicyView: {
    'id version validFrom source requiredMinutes mostDaysBetween specialistsPerSupervisor clientsPerSpecialist warningDays': [...FOLLOWERS, ...PRIVACY],
  },
  SupervisionStanding: { 'asOf windowFrom policy specialists supervisors': FOLLOWERS },
  SpecialistStanding: {
    'peerSpecialistId name supervisorId sessions minutes shortfallMinutes unsignedSessions unsignedMinutes daysOverdue clients clientsOverLimit': FOLLOWERS,
    'lastSupervisedOn daysSinceLast credentialId credentialExpiresOn credentialDaysLeft': FOLLOWERS,
    'credentialWarning continuingEducationEarned continuingEducationRequired continuingEducationRemaining': FOLLOWERS,
  },
  SupervisorStanding: { 'supervisorId name specialists specialistsOverLimit': FOLLOWERS },
  SupervisionSessionPage: { items: SUPERVISION_READERS },
  SupervisionSessionRow: {
    'id peerSpecialistId specialistName supervisorId supervisorName kind startedAt endedAt minutes competencies status version': SUPERVISION_READERS,
  },
  SupervisionSessionView: {
    'id peerSpecialistId specialistName supervisorId supervisorName kind startedAt endedAt minutes competencies status version': SUPERVISION_READERS,
    'wordsWithheld signatures completedAt voidedAt voidedBy createdAt': SUPERVISION_READERS,
    'summary actionItems voidReason': CARERS,
  },
  ActionItemView: { 'id what dueOn doneAt doneBy version': CARERS },
  SupervisionSignatureView: { 'side accountId name signedAt contentHash': SUPERVISION_READERS },
  ExpiringCredentialPage: { items: [...FOLLOWERS, ...PRIVACY] },
  ExpiringCredential: {
    'id peerSpecialistId name kind issuer number expiresOn daysLeft warning continuingEducationEarned continuingEducationRequired': [...FOLLOWERS, ...PRIVACY],
  },
  ContinuingEducationPage: { items: [...FOLLOWERS, ...PRIVACY] },
  ContinuingEducationView: {
    'id credentialId peerSpecialistId on hours topic provider addedBy withdrawnAt withdrawnBy withdrawalReason version': [...FOLLOWERS, ...PRIVACY],
  },
  ProgramPage: { items: STAFF },
  ProgramView: { 'code name contactIntervalDays cosignatureRequired version': STAFF },
  ContactPolicyPage: { items: STAFF },
  ContactPolicyView: {
    'id programCode version validFrom source phases firstContactWithinHours afterSetbackWithinHours afterTransitionWithinHours': STAFF,
  },
  ContactPhase: { 'fromDay intervalDays': STAFF },
  ProgramLeadPage: { items: STAFF },
  ProgramLeadView: { 'id programCode supervisorId supervisorName startsAt endsAt version': STAFF },

  ResidencePage: { items: READERS },
  ResidenceView: { 'id name narrLevel openedOn closedOn version': READERS },
  BedPage: { items: READERS },
  BedView: { 'id residenceId room label inServiceFrom state outOfService version': READERS },
  OutOfServiceView: { 'id bedId startsAt reason version': READERS, endsAt: MANAGER },
  BedBoard: { 'residenceId at beds': READERS },
  BoardBed: { 'bedId room label state since until clientId occupancyId reservationId': READERS },
  ResidenceOccupancy: {
    'residenceId from to beds bedDaysAvailable bedDaysOccupied occupancyPercent staysEnded stayDaysMedian': READERS,
    'turnarounds medianTurnaroundHours reasons': READERS,
  },
  BedReservationView: { 'id bedId clientId startsAt expiresAt endedAt endReason version': READERS },
  BedOccupancyPage: { items: READERS },
  BedOccupancyView: { 'id bedId residenceId clientId stayId startsAt endsAt endReason readyAt withdrawnAt recordedAt endRecordedAt version': READERS },

  ClientPage: { items: READERS },
  ClientRow: { 'id code legalName preferredName birthDate status program primary version': READERS },
  ClientView: {
    'id code legalName preferredName birthDate status program primary version': READERS,
    'pronouns languages contactPoints identifiers assignments createdAt': READERS,
  },
  LegalName: { 'given family': READERS },
  ImportPage: { items: ASSIGNERS },
  ImportRow: { 'id state madeBy lines linesDone counts createdAt startedAt endedAt version': ASSIGNERS },
  ImportView: { 'id fileName ignoredColumns state madeBy lines linesDone counts createdAt startedAt endedAt version': ASSIGNERS },
  ImportCounts: { 'ready created unchanged held faulty skipped': ASSIGNERS },
  ImportLinePage: { items: ASSIGNERS },
  ImportLineView: { 'id line status problems clientId possibleDuplicates version': ASSIGNERS },
  LineProblemView: { 'column expected': ASSIGNERS },
  PrimarySpecialist: { 'peerSpecialistId name': READERS },
  ContactPointView: { 'kind value okToCall okToText okToVoicemail': READERS },
  IdentifierFields: { 'system value': READERS },
  ClientAssignment: { 'id peerSpecialistId name role startsAt': READERS },
  AssignmentPage: { items: READERS },
  AssignmentView: { 'id clientId peerSpecialistId name role startsAt endsAt earlierNotesShown recordedAt endRecordedAt version': READERS },
  CareTeamPage: { items: READERS },
  HandOffPage: { items: READERS },
  HandOffRow: {
    'id clientId clientCode episodeId fromProgram toProgram status openedAt dueAt statedAt statedBy nextMeetingAt version': READERS,
    'firstContactAt firstContactHow confirmedBy': READERS,
  },
  HandOffView: {
    'id clientId clientCode episodeId fromProgram toProgram status openedAt dueAt statedAt statedBy nextMeetingAt version': READERS,
    'firstContactAt firstContactHow confirmedBy': READERS,
    'triggers whatHelps safeContact supportGroup': CLOSE,
  },
  LeavePage: { items: READERS },
  LeaveView: { 'id clientId episodeId stayId kind reason startsAt expectedBackAt endsAt version': READERS },
  SetbackPage: { items: GOAL_READERS },
  SetbackRow: { 'id clientId occurredAt kind recordedBy createdAt voidedAt voidedBy version': GOAL_READERS },
  SetbackView: { 'id clientId occurredAt kind recordedBy createdAt voidedAt voidedBy voidReason version': GOAL_READERS, note: CLOSE },
  ContactHoldPage: { items: READERS },
  ContactHoldRow: { 'id clientId kind startsAt expectedEndOn endsAt recordedBy version': READERS },
  ContactHoldView: { 'id clientId kind reason startsAt expectedEndOn endsAt recordedBy version': READERS },
  TransferPage: { items: READERS },
  TransferRow: {
    'id clientId clientCode fromPeerSpecialistId fromName toPeerSpecialistId toName status earlierNotesShown requestedBy requestedAt expiresAt version':
      READERS,
    'closedAt closedBy assignmentId': READERS,
  },
  TransferView: {
    'id clientId clientCode fromPeerSpecialistId fromName toPeerSpecialistId toName status earlierNotesShown requestedBy requestedAt expiresAt version':
      READERS,
    'closedAt closedBy assignmentId': READERS,
    'reason handOff answer': [...CLOSE, ...MANAGER],
  },
  ConflictPage: { items: READERS },
  ConflictView: { 'id clientId peerSpecialistId name kind startsAt endsAt declaredBy version': READERS },
  WishPage: { items: FOLLOWERS },
  WishRow: {
    'id clientId pathways languages experiences availableTimes preferredSpecialistId preferredName startsAt endsAt recordedBy version': FOLLOWERS,
  },
  WishView: {
    'id clientId pathways languages experiences availableTimes preferredSpecialistId preferredName startsAt endsAt recordedBy version': FOLLOWERS,
    notes: CARERS,
  },
  Matches: { 'clientId wishId matches more excluded': FOLLOWERS },
  Match: { 'peerSpecialistId name reasons freePlaces overCapacity assignable': FOLLOWERS },
  MatchReason: { 'kind agrees what words': FOLLOWERS },
  ExcludedSpecialist: { 'peerSpecialistId name reason': FOLLOWERS },
  PlacementQueuePage: { items: ASSIGNERS },
  ClientToPlace: { 'clientId code preferredName program reason since ageHours peerSpecialistId peerSpecialist openTransferId': ASSIGNERS },
  CareTeamMemberView: { 'id clientId accountId name startsAt endsAt version': READERS },
  EpisodePage: { items: READERS },
  DischargeChecklist: { 'episodeId clientId dischargedAt matters': ASSIGNERS },
  OpenMatter: { 'kind count ids onDischarge words': ASSIGNERS },
  StayPage: { items: READERS },
  EpisodeView: { 'id clientId admittedAt referralSource previousEpisodeId dischargedAt dischargeReason dischargeNote stays version': READERS },
  StayView: { 'id clientId episodeId programCode startsAt endsAt reason recordedAt endRecordedAt version': READERS },

  RecipientPage: { items: READERS },
  RecipientRow: { 'id name kind coveredEntity basis endedAt version': READERS },
  RecipientView: { 'id name kind coveredEntity basis endedAt version': READERS, 'address agreement memberIds': READERS },
  AgreementView: { 'signedOn validFrom validUntil reference approvedBy': READERS },
  ConsentPage: { items: READERS },
  ConsentRow: {
    'id clientId kind status categories recipientIds recipientClasses purposes signedOn expiresOn expiresWith activatedAt endedAt version': READERS,
  },
  ConsentView: {
    'id clientId kind status categories recipientIds recipientClasses purposes signedOn expiresOn expiresWith activatedAt endedAt version': READERS,
    'discloser purposeWords revocationStatement redisclosureStatement refusalStatement signature signer signerName signerRelationship': READERS,
    'revocableFrom supersedes revokedHow revokeReason capturedBy createdAt form': READERS,
  },
  ConsentFormView: { 'mediaType contentHash attachedBy attachedAt': READERS },
  DisclosurePage: { items: ACCOUNTANTS },
  DisclosureRow: { 'id clientId recipientId purpose categories status basis consentId requestedBy requestedAt sentAt version': ACCOUNTANTS },
  DisclosureView: {
    'id clientId recipientId purpose categories status basis consentId requestedBy requestedAt sentAt version': ACCOUNTANTS,
    'recipientName recipientAffiliation from to why consentVersion notice missing manifest disclosedBy disclosedAt emergency suspendedAt': ACCOUNTANTS,
  },
  ManifestLine: { 'kind ids fields': ACCOUNTANTS },
  DisclosureContent: {
    'disclosureId clientId recipientName purpose preparedAt notice scope demographics stays sessions goals groupNotes': CLOSE,
    notes: CARERS,
  },
  NoticeView: { 'version text': CLOSE },
  ScopeView: { 'basis consentId kind categories purposes signedOn expiresWith': CLOSE, expiresOn: [] },
  DisclosedDemographics: { 'id givenName familyName preferredName pronouns birthDate languages': CLOSE },
  DisclosedStay: { 'id program startsAt': CLOSE, endsAt: CARERS },
  DisclosedSession: { 'id serviceOn startedAt endedAt outcome modality': CLOSE },
  DisclosedGoal: { 'id statement domain status agreedOn targetOn': CLOSE, endedOn: [] },
  DisclosedNote: { 'id serviceOn outcome purposes intervention response plan authorName signedAt addenda': CLOSE },
  DisclosedAddendum: { 'at text': CLOSE },

  TimelinePage: { items: READERS },
  TimelineEntry: { 'id clientId kind at endsAt status outcome program peerSpecialistId': READERS },

  GoalPage: { items: GOAL_READERS },
  GoalRow: { 'id clientId domain status targetOn confidence agreedOn endedOn lastCheckInOn version': GOAL_READERS },
  GoalView: {
    'id clientId domain status targetOn confidence agreedOn endedOn lastCheckInOn version': GOAL_READERS,
    'statement why measure agreedHow reflection pause createdAt': GOAL_READERS,
  },
  OpenPause: { 'reason startsAt': GOAL_READERS },
  CommitmentPage: { items: GOAL_READERS },
  CommitmentView: { 'id goalId clientId what dueOn createdAt': GOAL_READERS },
  CheckInPage: { items: GOAL_READERS },
  CheckInView: { 'id goalId clientId on kept obstacle nextStep confidence createdAt': GOAL_READERS },

  SessionNotePage: { items: READERS },
  SessionNoteRow: {
    'id clientId peerSpecialistId authorName program startedAt endedAt durationMinutes': READERS,
    'outcome modality status lateEntry returned signedAt version': READERS,
  },
  SessionNoteView: {
    'id clientId peerSpecialistId authorName program startedAt endedAt durationMinutes': READERS,
    'outcome modality status lateEntry returned signedAt version': READERS,
    'groupSessionId serviceOn purposes goalIds wordsWithheld cosignatureRequired signatures returns voided createdAt': READERS,
    'place intervention response plan reason hints lateReason addenda': CLOSE,
    edits: SPECIALIST,
  },
  EditView: {
    'id baseVersion startedAt endedAt outcome modality place purposes goalIds': SPECIALIST,
    'intervention response plan reason receivedAt': SPECIALIST,
  },
  BatchResults: { results: SPECIALIST },
  OperationResult: { 'id outcome version problem': SPECIALIST },
  ChangeFeed: { 'restart changes more': CLOSE },
  ChangeView: { 'kind id clientId change at': CLOSE },
  HintView: { 'kind field words detail': CLOSE },
  CosignatureResults: { results: SUPERVISOR },
  CosignatureResult: { 'id outcome version problem': SUPERVISOR },
  Refusal: { 'type title': [...SPECIALIST, ...SUPERVISOR] },
  SignatureView: { 'kind accountId name credential signedAt contentHash': READERS },
  ReturnView: { 'returnedBy returnedAt': READERS, reason: CLOSE },
  VoidView: { 'voidedBy voidedAt': READERS, reason: CLOSE },
  AddendumView: { 'id noteId clientId text reason addedBy createdAt': CLOSE },

  GroupSeriesPage: { items: READERS },
  GroupSeriesView: { 'id name pathway admission capacity placesLeft leaderId leaderName coLeaderId coLeaderName startsAt endsAt version': READERS },
  GroupMemberPage: { items: CARERS },
  GroupMemberView: { 'id seriesId clientId code name startsAt endsAt version': CARERS },
  GroupSessionPage: { items: READERS },
  GroupSessionRow: { 'id seriesId startsAt endsAt modality status startedAt endedAt version': READERS },
  GroupSessionView: {
    'id seriesId startsAt endsAt modality status startedAt endedAt version withheld': READERS,
    'place topic summary cancelReason attendance hints': CARERS,
  },
  GroupAttendanceView: { 'clientId code name arrivedAt leftAt hasNote noNoteReason': CARERS },
  NameHint: { 'field word': CARERS },
  GroupResponseView: {
    'id clientId peerSpecialistId authorName program startedAt endedAt durationMinutes outcome modality status returned version': ['peer-specialist'],
    'groupSessionId serviceOn wordsWithheld createdAt place intervention response plan hints otherNames': ['peer-specialist'],
    'lateEntry signedAt purposes goalIds cosignatureRequired lateReason signatures returns addenda voided reason edits': [],
  },
  PayerRuleSetPage: { items: RULE_READERS },
  PayerRuleSetView: {
    'id payer version name validFrom source serviceCode minutesPerUnit unitRule accumulation dailyCapUnits weeklyCapUnits annualCapUnits': RULE_READERS,
    'groupLimit groupModifier requiredElements timelinessTargetHours timelinessLimitHours cosignature unitsWithoutAuthorization': RULE_READERS,
  },
  CoveragePage: { items: READERS },
  CoverageView: { 'id clientId payer startsOn endsOn authorizedUnits version': READERS },
  ClaimView: { 'noteId clientId status serviceOn payer ruleSetVersion minutes units afterTarget reasons': READERS },
  ClaimReasonView: { 'code element fixBy': READERS },
  ClaimLinePage: { items: BILLING },
  ClaimLineView: {
    'id noteId clientId kind corrects code modifiers serviceOn startedAt endedAt minutes units': BILLING,
    'peerSpecialistId specialistName credential payer ruleSetVersion exportedAt': BILLING,
  },
  ClaimExportPage: { items: BILLING },
  ClaimExportView: { 'id from to lines units exportedBy createdAt': BILLING },

  TaskPage: { items: CARERS },
  TaskView: {
    'id kind words subject dueAt overdue openedAt closedAt closedBecause clientId code preferredName peerSpecialistId': CARERS,
  },
  TaskSubject: { 'kind id': CARERS },
  QuietedKindPage: { items: CARERS },
  QuietedKindView: { 'kind since': CARERS },
  DigestPage: { items: SUPERVISOR },
  DigestRow: { 'id weekOn madeAt attention openTasks': SUPERVISOR },
  DigestView: { 'id weekOn madeAt attention openTasks asOf windowDays totals specialists tasks clients withheld': SUPERVISOR },
  TaskCount: { 'kind count': SUPERVISOR },
  DigestClient: { 'clientId code preferredName peerSpecialistId peerSpecialist reasons overdueDays notesUnsigned': SUPERVISOR },

  CaseloadPage: { items: READERS },
  CaseloadClient: {
    'id clientId code preferredName role assignedSince program lastContactOn nextDueOn overdueDays dueReason openGoals': READERS,
    onHold: [...CARERS, 'program-manager', 'privacy-officer'],
  },
  CaseloadReport: { 'asOf windowDays generatedAt scope specialists totals': READERS },
  ReportScope: { 'permissionFiltered supervisorId peerSpecialistId program': READERS },
  SpecialistFigures: {
    'peerSpecialistId name hasValidCredential credentialExpiresOn credentialDaysLeft caseload maxCaseload capacityPercent contacts minutes attempts': READERS,
    'clientsEligible clientsContacted clientsContactedPercent clientsOverdue longestOverdueDays openGoals goalsWithoutCheckIn notesUnsigned handOffsBroken clientsOnHold':
      READERS,
    'notesAwaitingCosignature notesReturned documentationLagMedianHours documentationLagP90Hours reasons': READERS,
  },
  CaseloadFigures: {
    'caseload maxCaseload capacityPercent contacts minutes attempts clientsEligible clientsContacted clientsContactedPercent': READERS,
    'clientsOverdue longestOverdueDays openGoals goalsWithoutCheckIn notesUnsigned notesAwaitingCosignature notesReturned handOffsBroken clientsOnHold':
      READERS,
    'documentationLagMedianHours documentationLagP90Hours reasons': READERS,
  },
  ClientFiguresPage: { items: READERS },
  ClientFigures: {
    'clientId code preferredName peerSpecialistId peerSpecialist program daysInProgram assignedSince contactIntervalDays': READERS,
    'lastContactOn daysSinceContact lastContactByPrimaryOn nextDueOn overdueDays attemptsSinceLastContact contacts minutes': READERS,
    'openGoals goalsWithoutCheckIn notesUnsigned notesAwaitingCosignature notesReturned handOff dueReason': READERS,
    onHold: [...CARERS, 'program-manager', 'privacy-officer'],
  },
};

const HIRERS: Readers = ['program-manager', 'administrator'];
const KEEPERS: Readers = ['program-manager', 'privacy-officer'];
const CONSENT =
  'discloser categories recipientIds recipientClasses purposes purposeWords revocationStatement redisclosureStatement refusalStatement ' +
  'expiresOn expiresWith signature signer signerName signerRelationship signedOn revocableFrom supersedes';
const SESSION = 'startedAt endedAt outcome modality place purposes goalIds intervention response plan reason';

/** What each role writes with each route, and nothing else. An empty list: the route takes no body. */
export const WRITABLE: Record<string, [string, Readers]> = {
  'POST /v1/session': ['email password device', VISITOR],
  'POST /v1/invitations/acceptances': ['token password', VISITOR],
  'POST /v1/single-sign-on/attempts': ['', VISITOR],
  'POST /v1/single-sign-on/sessions': ['attempt state code iss device', VISITOR],
  'POST /v1/accounts/:id/external-identities': ['issuer subject', ADMINISTRATOR],
  'PUT /v1/external-identities/:id/ending': ['', ADMINISTRATOR],
  'DELETE /v1/session': ['', STAFF],
  'POST /v1/accounts': ['email name role', ADMINISTRATOR],
  'PATCH /v1/accounts/:id': ['name role disabled', ADMINISTRATOR],
  'POST /v1/accounts/:id/invitations': ['', ADMINISTRATOR],
  'POST /v1/peer-specialists': ['accountId hiredOn fte maxCaseload languages pathways', HIRERS],
  'PATCH /v1/peer-specialists/:id': ['hiredOn fte maxCaseload languages pathways', HIRERS],
  'POST /v1/peer-specialists/:id/credentials': ['kind issuer number issuedOn expiresOn continuingEducationHours', ['peer-specialist', 'program-manager']],
  'PUT /v1/credentials/:id/verification': ['', ASSIGNERS],
  'POST /v1/peer-specialists/:id/supervision': ['supervisorId from', HIRERS],
  'POST /v1/peer-specialists/:id/experiences': ['experience', SPECIALIST],
  'PUT /v1/experiences/:id/withdrawal': ['', SPECIALIST],
  'POST /v1/peer-specialists/:id/work-hours': ['from hours', FOLLOWERS],
  'POST /v1/supervision-policies': ['validFrom source requiredMinutes mostDaysBetween specialistsPerSupervisor clientsPerSpecialist warningDays', MANAGER],
  'POST /v1/supervision-sessions': ['peerSpecialistId startedAt endedAt kind competencies summary actionItems', SUPERVISOR],
  'PATCH /v1/supervision-sessions/:id': ['startedAt endedAt kind competencies summary actionItems', SUPERVISOR],
  'PUT /v1/supervision-sessions/:id/signature': ['attestation', CARERS],
  'PUT /v1/supervision-sessions/:id/void': ['reason', SUPERVISOR],
  'PUT /v1/supervision-action-items/:id/completion': ['', CARERS],
  'POST /v1/credentials/:id/continuing-education': ['on hours topic provider', FOLLOWERS],
  'PUT /v1/continuing-education/:id/withdrawal': ['reason', FOLLOWERS],
  'PATCH /v1/programs/:code': ['name contactIntervalDays cosignatureRequired', MANAGER],
  'POST /v1/programs/:code/leads': ['supervisorId from', MANAGER],
  'POST /v1/programs/:code/contact-policies': ['validFrom source phases firstContactWithinHours afterSetbackWithinHours afterTransitionWithinHours', MANAGER],
  'PUT /v1/program-leads/:id/ending': ['at', MANAGER],
  'POST /v1/residences': ['name narrLevel openedOn', MANAGER],
  'PATCH /v1/residences/:id': ['name narrLevel openedOn closedOn', MANAGER],
  'POST /v1/residences/:id/beds': ['room label inServiceFrom', MANAGER],
  'POST /v1/beds/:id/out-of-service-periods': ['reason at', MANAGER],
  'PUT /v1/out-of-service-periods/:id/ending': ['at', MANAGER],
  'POST /v1/beds/:id/reservations': ['clientId expiresAt', MANAGER],
  'PUT /v1/bed-reservations/:id/release': ['', MANAGER],
  'POST /v1/beds/:id/occupancies': ['clientId at', MANAGER],
  'POST /v1/bed-occupancies/:id/moves': ['bedId at', MANAGER],
  'PUT /v1/bed-occupancies/:id/ending': ['at', MANAGER],
  'PUT /v1/bed-occupancies/:id/readiness': ['at', MANAGER],
  'PUT /v1/bed-occupancies/:id/withdrawal': ['', MANAGER],
  'POST /v1/clients': ['legalName preferredName pronouns birthDate languages contactPoints identifiers reason', ASSIGNERS],
  'POST /v1/clients/search': ['name birthDate identifier', READERS],
  'PATCH /v1/clients/:id': ['legalName preferredName pronouns birthDate languages contactPoints identifiers', CARERS],
  'POST /v1/clients/:id/assignments': ['peerSpecialistId role from reason overrideReason earlierNotesShown', ASSIGNERS],
  'PUT /v1/assignments/:id/ending': ['at reason', ASSIGNERS],
  'PUT /v1/hand-offs/:id/statement': ['triggers whatHelps safeContact supportGroup nextMeetingAt', CLOSE],
  'PUT /v1/hand-offs/:id/confirmation': ['firstContactAt how', CLOSE],
  'POST /v1/episodes/:id/leaves': ['kind from expectedBackAt reason', [...CARERS, ...MANAGER]],
  'PUT /v1/leaves/:id/return': ['at', [...CARERS, ...MANAGER]],
  'POST /v1/clients/:id/setbacks': ['occurredAt kind note', CLOSE],
  'PUT /v1/setbacks/:id/void': ['reason', CLOSE],
  'POST /v1/clients/:id/contact-holds': ['kind reason from expectedEndOn', [...CARERS, ...MANAGER]],
  'PUT /v1/contact-holds/:id/ending': ['at', [...CARERS, ...MANAGER]],
  'POST /v1/clients/:id/transfers': ['toPeerSpecialistId reason handOff earlierNotesShown', [...CLOSE, ...MANAGER]],
  'PUT /v1/transfers/:id/acceptance': ['overrideReason', [...CARERS, ...MANAGER]],
  'PUT /v1/transfers/:id/decline': ['reason', [...CARERS, ...MANAGER]],
  'PUT /v1/transfers/:id/withdrawal': ['reason', [...CLOSE, ...MANAGER]],
  'POST /v1/clients/:id/conflicts': ['peerSpecialistId kind', [...CARERS, ...MANAGER]],
  'PUT /v1/conflicts/:id/ending': ['', [...CARERS, ...MANAGER]],
  'POST /v1/clients/:id/wishes': ['pathways languages experiences availableTimes preferredSpecialistId notes', FOLLOWERS],
  'POST /v1/clients/imports': ['fileName csv', ASSIGNERS],
  'PUT /v1/clients/imports/:id/start': ['', ASSIGNERS],
  'PUT /v1/clients/import-lines/:id/resolution': ['resolution reason', ASSIGNERS],
  'POST /v1/clients/:id/care-team': ['accountId from', ASSIGNERS],
  'PUT /v1/care-team-members/:id/ending': ['at', ASSIGNERS],
  'POST /v1/clients/:id/episodes': ['programCode admittedAt referralSource', ASSIGNERS],
  'POST /v1/episodes/:id/stays': ['programCode at reason', ASSIGNERS],
  'PUT /v1/episodes/:id/discharge': ['at reason note', ASSIGNERS],
  'POST /v1/recipients': ['name kind coveredEntity basis address agreement memberIds', KEEPERS],
  'PATCH /v1/recipients/:id': ['name coveredEntity address agreement memberIds', KEEPERS],
  'PUT /v1/recipients/:id/ending': ['', KEEPERS],
  'POST /v1/clients/:id/consents': [`kind ${CONSENT}`, [...CLOSE, ...MANAGER]],
  'PATCH /v1/consents/:id': [CONSENT, [...CLOSE, ...MANAGER]],
  'PUT /v1/consents/:id/activation': ['', [...CLOSE, ...MANAGER]],
  'PUT /v1/consents/:id/revocation': ['how reason at finalDispositionOn', READERS],
  'PUT /v1/consents/:id/form': ['content', [...CLOSE, ...MANAGER]],
  'POST /v1/clients/:id/disclosures': ['recipientId purpose categories from to why', CLOSE],
  'POST /v1/clients/:id/emergency-disclosures': ['recipientName recipientAffiliation disclosedBy disclosedAt emergency categories', CLOSE],
  'POST /v1/clients/:id/goals': ['statement domain why measure targetOn confidence', CARERS],
  'PATCH /v1/goals/:id': ['statement domain why measure targetOn confidence', CARERS],
  'PUT /v1/goals/:id/agreement': ['agreedOn how', CARERS],
  'PUT /v1/goals/:id/pause': ['reason', CARERS],
  'DELETE /v1/goals/:id/pause': ['', CARERS],
  'PUT /v1/goals/:id/outcome': ['outcome on reflection', CARERS],
  'POST /v1/goals/:id/commitments': ['what dueOn', CARERS],
  'POST /v1/goals/:id/check-ins': ['id on kept obstacle nextStep confidence', CARERS],
  'POST /v1/cover-grants': ['supervisorId coveredBy from to reason', ASSIGNERS],
  'PUT /v1/cover-grants/:id/ending': ['', ASSIGNERS],
  'POST /v1/clients/:id/attempts': ['id outcome at modality place reason lateReason', SPECIALIST],
  'POST /v1/cosignatures': ['notes', SUPERVISOR],
  'POST /v1/batches': ['operations', SPECIALIST],
  'POST /v1/session-notes': [`id clientId ${SESSION}`, SPECIALIST],
  'PATCH /v1/session-notes/:id': [SESSION, SPECIALIST],
  'PUT /v1/session-notes/:id/signature': ['attestation lateReason', SPECIALIST],
  'PUT /v1/session-notes/:id/cosignature': ['', SUPERVISOR],
  'PUT /v1/session-notes/:id/return': ['reason', SUPERVISOR],
  'PUT /v1/session-notes/:id/void': ['reason', SUPERVISOR],
  'POST /v1/session-notes/:id/addenda': ['text reason', SPECIALIST],
  'POST /v1/group-series': ['name pathway admission capacity leaderId coLeaderId from', CARERS],
  'PATCH /v1/group-series/:id': ['name pathway admission capacity leaderId coLeaderId', CARERS],
  'POST /v1/group-series/:id/members': ['clientId from', CARERS],
  'PUT /v1/group-members/:id/ending': ['at reason', CARERS],
  'POST /v1/group-series/:id/sessions': ['startsAt endsAt place modality', CARERS],
  'PUT /v1/group-sessions/:id/holding': ['startedAt endedAt topic summary', CARERS],
  'PUT /v1/group-sessions/:id/cancellation': ['reason', CARERS],
  'PUT /v1/group-sessions/:id/attendance': ['present', CARERS],
  'POST /v1/group-sessions/:id/responses': ['clientId intervention response plan goalIds', SPECIALIST],
  'PUT /v1/group-sessions/:id/closing': ['withoutNote', CARERS],
  'PUT /v1/group-series/:id/ending': ['at', CARERS],
  'POST /v1/payer-rule-sets': [
    `payer name validFrom source serviceCode minutesPerUnit unitRule accumulation dailyCapUnits weeklyCapUnits annualCapUnits groupLimit groupModifier
     requiredElements timelinessTargetHours timelinessLimitHours cosignature unitsWithoutAuthorization`.replace(/\s+/g, ' '),
    MANAGER,
  ],
  'POST /v1/clients/:id/coverages': ['payer from authorizedUnits', ASSIGNERS],
  'PUT /v1/coverages/:id/ending': ['on reason', ASSIGNERS],
  'POST /v1/claim-exports': ['from to', MANAGER],
  'PUT /v1/tasks/quieted-kinds/:kind': ['', CARERS],
  'DELETE /v1/tasks/quieted-kinds/:kind': ['', CARERS],
};

export const listed = (names: string): string[] => names.split(' ').filter((name) => name !== '');
