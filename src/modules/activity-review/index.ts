export { ActivityReviewModule } from './activity-review.module.ts';
export { ActivityPolicy } from './activity-policy.entity.ts';
export { OwnRecord } from './own-record.entity.ts';
export { FindingReview } from './finding-review.entity.ts';
