import { Account, AccountModule, ExternalIdentity, Invitation, SecondFactor, SecondFactorRemoval, SignInRule } from './modules/account/index.ts';
import { EhrModule, Export, MachineClient } from './modules/ehr/index.ts';
import { ActivityPolicy, ActivityReviewModule, FindingReview, OwnRecord } from './modules/activity-review/index.ts';
import { CheckIn, Commitment, Goal, GoalModule, Pause } from './modules/accountability-goal/index.ts';
import { AmendmentModule, AmendmentRequest } from './modules/amendment/index.ts';
import { AuditModule } from './modules/audit/index.ts';
import { CounselingNote, CounselingNoteModule } from './modules/counseling-note/index.ts';
import { DataKeyModule } from './modules/data-key/index.ts';
import { CaseloadReportModule } from './modules/caseload-report/index.ts';
import { ClaimExport, ClaimLine, ClaimModule, Coverage, PayerRuleSet } from './modules/claim/index.ts';
import { Assignment, CareTeamMember, Client, ClientModule, ContactPoint, Identifier } from './modules/client/index.ts';
import { Consent, ConsentForm, ConsentModule, MinorConsentRule, Recipient } from './modules/consent/index.ts';
import { Disclosure, DisclosureModule } from './modules/disclosure/index.ts';
import { Breach, BreachClient, BreachModule } from './modules/breach/index.ts';
import { NoticeAcknowledgement, NoticeVersion, PatientNoticeModule } from './modules/patient-notice/index.ts';
import { PrivacyRequest, PrivacyRequestModule } from './modules/privacy-request/index.ts';
import { DigestModule } from './modules/digest/index.ts';
import { DischargeChecklistModule } from './modules/discharge-checklist/index.ts';
import {
  ContinuingEducation,
  CoverGrant,
  Credential,
  PeerSpecialist,
  PeerSpecialistModule,
  SharedExperience,
  Supervision,
  WorkHours,
} from './modules/peer-specialist/index.ts';
import { EmergencyAccess, EmergencyAccessModule, EmergencyAccessReview } from './modules/emergency-access/index.ts';
import { Enquiry, EnquiryModule } from './modules/enquiry/index.ts';
import { GroupMember, GroupSeries, GroupSession, GroupSessionModule, GroupSessionText } from './modules/group-session/index.ts';
import { ClientWish, ConflictOfInterest, PlacementModule, Transfer, WishText } from './modules/placement/index.ts';
import {
  ContactHold,
  ContactPolicy,
  Episode,
  HandOff,
  Leave,
  Program,
  ProgramLead,
  ProgramModule,
  Setback,
  SetbackText,
  Stay,
} from './modules/program/index.ts';
import { Restriction, RestrictionModule, RestrictionReader } from './modules/restriction/index.ts';
import { Bed, BedOccupancy, BedReservation, OutOfServicePeriod, Residence, ResidenceModule } from './modules/residence/index.ts';
import {
  NoteAddendum,
  NoteEdit,
  NoteGoal,
  NoteReturn,
  NoteSignature,
  NoteText,
  NoteVoid,
  SessionNote,
  SessionNoteModule,
} from './modules/session-note/index.ts';
import { Import, ImportLine, IntakeModule } from './modules/intake/index.ts';
import { LegalOrder, LegalOrderModule, LegalOrderPaper, LegalOrderStep } from './modules/legal-order/index.ts';
import { OfflineModule } from './modules/offline/index.ts';
import { LegalHold, Purge, RetentionModule, RetentionRule } from './modules/retention/index.ts';
import { ActionItem, SupervisionModule, SupervisionPolicy, SupervisionSession, SupervisionSignature, SupervisionText } from './modules/supervision/index.ts';
import { TaskModule } from './modules/task/index.ts';
import { TimelineModule } from './modules/timeline/index.ts';

/** The only list of modules, from the one that all may use to the ones that use all. */
export const MODULES = [
  AuditModule,
  DataKeyModule,
  AccountModule,
  PeerSpecialistModule,
  ClientModule,
  RestrictionModule,
  EmergencyAccessModule,
  SupervisionModule,
  ProgramModule,
  PlacementModule,
  ResidenceModule,
  IntakeModule,
  ConsentModule,
  LegalOrderModule,
  GoalModule,
  SessionNoteModule,
  CounselingNoteModule,
  GroupSessionModule,
  AmendmentModule,
  DisclosureModule,
  EnquiryModule,
  PrivacyRequestModule,
  PatientNoticeModule,
  BreachModule,
  ClaimModule,
  TimelineModule,
  OfflineModule,
  DischargeChecklistModule,
  ActivityReviewModule,
  CaseloadReportModule,
  TaskModule,
  DigestModule,
  RetentionModule,
  EhrModule,
];

export const ENTITIES = [
  ...[Account, Invitation, ExternalIdentity, SecondFactor, SecondFactorRemoval, SignInRule],
  ...[PeerSpecialist, Credential, Supervision, CoverGrant, ContinuingEducation, SharedExperience, WorkHours],
  ...[Client, ContactPoint, Identifier, Assignment, CareTeamMember],
  ...[Restriction, RestrictionReader, EmergencyAccess, EmergencyAccessReview],
  ...[SupervisionPolicy, SupervisionSession, SupervisionText, ActionItem, SupervisionSignature],
  ...[Program, ProgramLead, Episode, Stay, HandOff, Leave],
  ...[ContactPolicy, Setback, SetbackText, ContactHold],
  ...[Transfer, ConflictOfInterest, ClientWish, WishText],
  ...[Residence, Bed, OutOfServicePeriod, BedReservation, BedOccupancy],
  ...[Import, ImportLine],
  ...[Recipient, Consent, ConsentForm],
  ...[LegalOrder, LegalOrderStep, LegalOrderPaper],
  ...[Recipient, Consent, ConsentForm, MinorConsentRule],
  ...[Goal, Commitment, CheckIn, Pause],
  ...[SessionNote, NoteText, NoteGoal, NoteSignature, NoteReturn, NoteAddendum, NoteVoid, NoteEdit],
  ...[CounselingNote],
  ...[GroupSeries, GroupMember, GroupSession, GroupSessionText],
  ...[AmendmentRequest],
  ...[Disclosure],
  ...[Enquiry],
  ...[PrivacyRequest],
  ...[NoticeVersion, NoticeAcknowledgement],
  ...[Breach, BreachClient],
  ...[ActivityPolicy, OwnRecord, FindingReview],
  ...[PayerRuleSet, Coverage, ClaimExport, ClaimLine],
  ...[RetentionRule, LegalHold, Purge],
  ...[MachineClient, Export],
];
