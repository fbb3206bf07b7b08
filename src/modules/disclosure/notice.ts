import type { DisclosureBasis } from '../consent/index.ts';

export const NOTICES = ['2.32-a1', '2.32-a2'] as const;
export type NoticeVersion = (typeof NOTICES)[number];

/** The two statements of 42 CFR 2.32(a), one of which goes along with everything that leaves. */
export const NOTICE_TEXTS: Record<NoticeVersion, string> = {
  '2.32-a1':
    'This record which has been disclosed to you is protected by federal confidentiality rules (42 CFR part 2). These rules prohibit you from using or disclosing this record, or testimony that describes the information contained in this record, in any civil, criminal, administrative, or legislative proceedings by any Federal, State, or local authority, against the patient, unless authorized by the consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as otherwise authorized by a court in accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules prohibit you from making any other use or disclosure of this record unless at least one of the following applies: (i) Further use or disclosure is expressly permitted by the written consent of the individual whose information is being disclosed in this record or as otherwise permitted by 42 CFR part 2. (ii) You are a covered entity or business associate and have received the record pursuant to a consent for treatment, payment, or health care operations. (iii) You have received the record from a covered entity or business associate as permitted by 45 CFR part 164, subparts A and E. A general authorization for the release of medical or other information is NOT sufficient to meet the required elements of written consent to further use or redisclose the record (see 42 CFR 2.31).',
  '2.32-a2': '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
};

/**
 * The short statement, whoever the payer is: it may go with everything that leaves, and is short enough
 * to stand in a line of a claim.
 */
export const NOTICE_OF_CLAIMS: NoticeVersion = '2.32-a2';

/** Only who may disclose further under HIPAA, and received it so that he may, is told that he may; everybody else that he may not. */
export const noticeFor = (isCoveredEntity: boolean, basis: DisclosureBasis, consentKind: string | null): NoticeVersion =>
  isCoveredEntity && basis === 'consent' && consentKind === 'tpo' ? '2.32-a1' : '2.32-a2';
