import { CreateFoundations1760000000000 } from './1760000000000-create-foundations.ts';
import { CreateAudit1760000001000 } from './1760000001000-create-audit.ts';
import { CreateAccounts1760000002000 } from './1760000002000-create-accounts.ts';
import { CreatePeerSpecialists1760000003000 } from './1760000003000-create-peer-specialists.ts';
import { CreateClients1760000004000 } from './1760000004000-create-clients.ts';
import { CreatePrograms1760000005000 } from './1760000005000-create-programs.ts';
import { CreateGoals1760000006000 } from './1760000006000-create-goals.ts';
import { CreateSessionNotes1760000007000 } from './1760000007000-create-session-notes.ts';
import { CreateAccess1760000008000 } from './1760000008000-create-access.ts';
import { QuickenRequests1760000009000 } from './1760000009000-quicken-requests.ts';
import { TakeTurns1760000011000 } from './1760000011000-take-turns.ts';
import { TieNotesToGroups1760000012000 } from './1760000012000-tie-notes-to-groups.ts';
import { CreateGroups1760000013000 } from './1760000013000-create-groups.ts';
import { LetNotesShareAGroup1760000013100 } from './1760000013100-let-notes-share-a-group.ts';
import { RememberElements1760000014000 } from './1760000014000-remember-elements.ts';
import { NoticeGoals1760000014010 } from './1760000014010-notice-goals.ts';
import { DeriveElements1760000014020 } from './1760000014020-derive-elements.ts';
import { CreatePayerRuleSets1760000014100 } from './1760000014100-create-payer-rule-sets.ts';
import { CreateCoverages1760000014200 } from './1760000014200-create-coverages.ts';
import { CreateClaimLines1760000014300 } from './1760000014300-create-claim-lines.ts';
import { InformClaims1760000014400 } from './1760000014400-inform-claims.ts';
import { IndexClaims1760000014500 } from './1760000014500-index-claims.ts';
import { CreateCoverGrants1760000015000 } from './1760000015000-create-cover-grants.ts';
import { TellOfAttempts1760000016000 } from './1760000016000-tell-of-attempts.ts';
import { ExpireEmptyDrafts1760000017000 } from './1760000017000-expire-empty-drafts.ts';
import { ServeDevices1760000018000 } from './1760000018000-serve-devices.ts';
import { HandOverAssignments1760000018900 } from './1760000018900-hand-over-assignments.ts';
import { CreateTransfers1760000019000 } from './1760000019000-create-transfers.ts';
import { VeilEarlierNotes1760000019100 } from './1760000019100-veil-earlier-notes.ts';
import { VeilEarlierAddenda1760000019110 } from './1760000019110-veil-earlier-addenda.ts';
import { VeilEarlierReturns1760000019120 } from './1760000019120-veil-earlier-returns.ts';
import { DeclareConflicts1760000019200 } from './1760000019200-declare-conflicts.ts';
import { CreateHandOffs1760000020000 } from './1760000020000-create-hand-offs.ts';
import { CreateLeaves1760000020100 } from './1760000020100-create-leaves.ts';
import { LinkReturns1760000020200 } from './1760000020200-link-returns.ts';
import { CreateResidences1760000021000 } from './1760000021000-create-residences.ts';
import { CreateBedOccupancies1760000021100 } from './1760000021100-create-bed-occupancies.ts';
import { TellOfBeds1760000021200 } from './1760000021200-tell-of-beds.ts';
import { CreateSupervisionPolicies1760000022000 } from './1760000022000-create-supervision-policies.ts';
import { CreateSupervisionSessions1760000022100 } from './1760000022100-create-supervision-sessions.ts';
import { AnswerAboutTeams1760000022200 } from './1760000022200-answer-about-teams.ts';
import { TrackContinuingEducation1760000022300 } from './1760000022300-track-continuing-education.ts';
import { CreateImports1760000023000 } from './1760000023000-create-imports.ts';
import { CreateContactPolicies1760000024000 } from './1760000024000-create-contact-policies.ts';
import { CreateSetbacks1760000024100 } from './1760000024100-create-setbacks.ts';
import { CreateContactHolds1760000024200 } from './1760000024200-create-contact-holds.ts';
import { ReckonContacts1760000024300 } from './1760000024300-reckon-contacts.ts';
import { CoverStays1760000024400 } from './1760000024400-cover-stays.ts';
import { ShareExperiences1760000025000 } from './1760000025000-share-experiences.ts';
import { CreateWorkHours1760000025100 } from './1760000025100-create-work-hours.ts';
import { CreateClientWishes1760000025200 } from './1760000025200-create-client-wishes.ts';
import { FindCandidates1760000025300 } from './1760000025300-find-candidates.ts';
import { CreateTasks1760000026000 } from './1760000026000-create-tasks.ts';
import {
  ReadEpisodes1760000026010,
  ReadContactPolicies1760000026020,
  ReadSetbacks1760000026030,
  ReadContactHolds1760000026040,
  ReadLeaves1760000026050,
  ReadHandOffs1760000026060,
  ReadGoals1760000026070,
  ReadGoalPauses1760000026080,
} from './1760000026010-let-rules-read.ts';
import { ReconcileTasks1760000026100 } from './1760000026100-reconcile-tasks.ts';
import { EndTasks1760000026200 } from './1760000026200-end-tasks.ts';
import { QuietKinds1760000026300 } from './1760000026300-quiet-kinds.ts';
import { CreateDigests1760000026400 } from './1760000026400-create-digests.ts';
import { DateEndingsOfAssignments1760000027000 } from './1760000027000-date-endings-of-assignments.ts';
import { DateEndingsOfStays1760000027100 } from './1760000027100-date-endings-of-stays.ts';
import { DateEndingsOfBedOccupancies1760000027200 } from './1760000027200-date-endings-of-bed-occupancies.ts';
import { CreateRecipients1760000030000 } from './1760000030000-create-recipients.ts';
import { CreateConsents1760000030100 } from './1760000030100-create-consents.ts';
import { GateDisclosures1760000030200 } from './1760000030200-gate-disclosures.ts';
import { CreateDisclosures1760000030300 } from './1760000030300-create-disclosures.ts';
import { CreateDataKeys1760000033000 } from './1760000033000-create-data-keys.ts';
import { SealContactDetails1760000033100 } from './1760000033100-seal-contact-details.ts';
import { SealImportLines1760000033200 } from './1760000033200-seal-import-lines.ts';
import { CreateSecondFactors1760000034000 } from './1760000034000-create-second-factors.ts';
import { CreateSignInRules1760000034100 } from './1760000034100-create-sign-in-rules.ts';
import { StepUpSessions1760000034200 } from './1760000034200-step-up-sessions.ts';
import { CreateSecondFactorRemovals1760000034300 } from './1760000034300-create-second-factor-removals.ts';
import { CreateRestrictions1760000035000 } from './1760000035000-create-restrictions.ts';
import { HIDE_RESTRICTED } from './1760000035100-hide-restricted.ts';
import { ProtectClients1760000035200 } from './1760000035200-protect-clients.ts';
import { HushRestricted1760000035300 } from './1760000035300-hush-restricted.ts';
import { CreateEmergencyAccesses1760000035400 } from './1760000035400-create-emergency-accesses.ts';
import { CreateLegalOrders1760000036000 } from './1760000036000-create-legal-orders.ts';
import { LetOrdersOpen1760000036100 } from './1760000036100-let-orders-open.ts';
import { CreateCounselingNotes1760000036200 } from './1760000036200-create-counseling-notes.ts';
import { CreateActivityPolicies1760000037000 } from './1760000037000-create-activity-policies.ts';
import { CreateOwnRecords1760000037100 } from './1760000037100-create-own-records.ts';
import { CreateFindingReviews1760000037200 } from './1760000037200-create-finding-reviews.ts';
import { ReviewActivity1760000037300 } from './1760000037300-review-activity.ts';
import { CreateAmendmentRequests1760000037400 } from './1760000037400-create-amendment-requests.ts';
import { CreateSignOnAttempts1760000038000 } from './1760000038000-create-sign-on-attempts.ts';
import { CreateExternalIdentities1760000038100 } from './1760000038100-create-external-identities.ts';
import { TraceSessionsToIdentities1760000038200 } from './1760000038200-trace-sessions-to-identities.ts';
import { CreateRetentionRules1760000039000 } from './1760000039000-create-retention-rules.ts';
import { CreateLegalHolds1760000039100 } from './1760000039100-create-legal-holds.ts';
import { LeaveTombstones1760000039200 } from './1760000039200-leave-tombstones.ts';
import { LetThePurgeThrough1760000039300 } from './1760000039300-let-the-purge-through.ts';
import { CreatePurges1760000039400 } from './1760000039400-create-purges.ts';
import { CreatePrivacyRequests1760000040000 } from './1760000040000-create-privacy-requests.ts';
import { LetRestrictionsCloseTheGate1760000040100 } from './1760000040100-let-restrictions-close-the-gate.ts';
import { CreatePatientNotices1760000040200 } from './1760000040200-create-patient-notices.ts';
import { CreateBreaches1760000040300 } from './1760000040300-create-breaches.ts';
import { CreateMinorConsentRules1760000040400 } from './1760000040400-create-minor-consent-rules.ts';
import { CreateMachineClients1760000050000 } from './1760000050000-create-machine-clients.ts';
import { CreateMachineTokens1760000050100 } from './1760000050100-create-machine-tokens.ts';
import { RecordMachines1760000050200 } from './1760000050200-record-machines.ts';
import { DATE_CHANGES } from './1760000051000-date-changes.ts';
import { KeepNotesFromTheEhr1760000050500 } from './1760000050500-keep-notes-from-the-ehr.ts';
import { ASK_GATE_FOR_MACHINES } from './1760000051200-ask-the-gate-for-machines.ts';
import { ShowTheEhr1760000051400 } from './1760000051400-show-the-ehr.ts';
import { AccountForMachines1760000052000 } from './1760000052000-account-for-machines.ts';
import { NameMachinesInTheAccounting1760000052100 } from './1760000052100-name-machines-in-the-accounting.ts';
import { KeepWhatAnEditKeeps1760000050600 } from './1760000050600-keep-what-an-edit-keeps.ts';
import { CreateEnquiries1760000041000 } from './1760000041000-create-enquiries.ts';
import { TellByWordOfMouth1760000041100 } from './1760000041100-tell-by-word-of-mouth.ts';
import { LetClaimsPassTheGate1760000041200 } from './1760000041200-let-claims-pass-the-gate.ts';
import { ReportToAuthorities1760000041300 } from './1760000041300-report-to-authorities.ts';
import { CreateExports1760000053000 } from './1760000053000-create-exports.ts';
import { ReadForExports1760000053100 } from './1760000053100-read-for-exports.ts';
import { DestroyExportsOfPurged1760000053200 } from './1760000053200-destroy-exports-of-purged.ts';
import { CreateMasterKeys1760000054100 } from './1760000054100-create-master-keys.ts';

/** In the order in which they landed. */
export const MIGRATIONS = [
  CreateFoundations1760000000000,
  CreateAudit1760000001000,
  CreateAccounts1760000002000,
  CreatePeerSpecialists1760000003000,
  CreateClients1760000004000,
  CreatePrograms1760000005000,
  CreateGoals1760000006000,
  CreateSessionNotes1760000007000,
  CreateAccess1760000008000,
  QuickenRequests1760000009000,
  TakeTurns1760000011000,
  TieNotesToGroups1760000012000,
  CreateGroups1760000013000,
  LetNotesShareAGroup1760000013100,
  RememberElements1760000014000,
  NoticeGoals1760000014010,
  DeriveElements1760000014020,
  CreatePayerRuleSets1760000014100,
  CreateCoverages1760000014200,
  CreateClaimLines1760000014300,
  InformClaims1760000014400,
  IndexClaims1760000014500,
  CreateCoverGrants1760000015000,
  TellOfAttempts1760000016000,
  ExpireEmptyDrafts1760000017000,
  ServeDevices1760000018000,
  HandOverAssignments1760000018900,
  CreateTransfers1760000019000,
  VeilEarlierNotes1760000019100,
  VeilEarlierAddenda1760000019110,
  VeilEarlierReturns1760000019120,
  DeclareConflicts1760000019200,
  CreateHandOffs1760000020000,
  CreateLeaves1760000020100,
  LinkReturns1760000020200,
  CreateResidences1760000021000,
  CreateBedOccupancies1760000021100,
  TellOfBeds1760000021200,
  CreateSupervisionPolicies1760000022000,
  CreateSupervisionSessions1760000022100,
  AnswerAboutTeams1760000022200,
  TrackContinuingEducation1760000022300,
  CreateImports1760000023000,
  CreateContactPolicies1760000024000,
  CreateSetbacks1760000024100,
  CreateContactHolds1760000024200,
  ReckonContacts1760000024300,
  CoverStays1760000024400,
  ShareExperiences1760000025000,
  CreateWorkHours1760000025100,
  CreateClientWishes1760000025200,
  FindCandidates1760000025300,
  CreateTasks1760000026000,
  ReadEpisodes1760000026010,
  ReadContactPolicies1760000026020,
  ReadSetbacks1760000026030,
  ReadContactHolds1760000026040,
  ReadLeaves1760000026050,
  ReadHandOffs1760000026060,
  ReadGoals1760000026070,
  ReadGoalPauses1760000026080,
  ReconcileTasks1760000026100,
  EndTasks1760000026200,
  QuietKinds1760000026300,
  CreateDigests1760000026400,
  DateEndingsOfAssignments1760000027000,
  DateEndingsOfStays1760000027100,
  DateEndingsOfBedOccupancies1760000027200,
  CreateRecipients1760000030000,
  CreateConsents1760000030100,
  GateDisclosures1760000030200,
  CreateDisclosures1760000030300,
  CreateDataKeys1760000033000,
  SealContactDetails1760000033100,
  SealImportLines1760000033200,
  CreateSecondFactors1760000034000,
  CreateSignInRules1760000034100,
  StepUpSessions1760000034200,
  CreateSecondFactorRemovals1760000034300,
  CreateRestrictions1760000035000,
  ...HIDE_RESTRICTED,
  ProtectClients1760000035200,
  HushRestricted1760000035300,
  CreateEmergencyAccesses1760000035400,
  CreateLegalOrders1760000036000,
  LetOrdersOpen1760000036100,
  CreateCounselingNotes1760000036200,
  CreateActivityPolicies1760000037000,
  CreateOwnRecords1760000037100,
  CreateFindingReviews1760000037200,
  ReviewActivity1760000037300,
  CreateAmendmentRequests1760000037400,
  CreateSignOnAttempts1760000038000,
  CreateExternalIdentities1760000038100,
  TraceSessionsToIdentities1760000038200,
  CreateRetentionRules1760000039000,
  CreateLegalHolds1760000039100,
  LeaveTombstones1760000039200,
  LetThePurgeThrough1760000039300,
  CreatePurges1760000039400,
  CreatePrivacyRequests1760000040000,
  LetRestrictionsCloseTheGate1760000040100,
  CreatePatientNotices1760000040200,
  CreateBreaches1760000040300,
  CreateMinorConsentRules1760000040400,
  CreateEnquiries1760000041000,
  TellByWordOfMouth1760000041100,
  LetClaimsPassTheGate1760000041200,
  ReportToAuthorities1760000041300,
  CreateMachineClients1760000050000,
  CreateMachineTokens1760000050100,
  RecordMachines1760000050200,
  KeepNotesFromTheEhr1760000050500,
  KeepWhatAnEditKeeps1760000050600,
  ...DATE_CHANGES,
  ...ASK_GATE_FOR_MACHINES,
  ShowTheEhr1760000051400,
  AccountForMachines1760000052000,
  NameMachinesInTheAccounting1760000052100,
  CreateExports1760000053000,
  ReadForExports1760000053100,
  DestroyExportsOfPurged1760000053200,
  CreateMasterKeys1760000054100,
];
