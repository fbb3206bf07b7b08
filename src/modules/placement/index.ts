export { PlacementModule } from './placement.module.ts';
export { ConflictOfInterest } from './conflict.entity.ts';
export { Transfer } from './transfer.entity.ts';
export { ClientWish, WishText } from './wish.entity.ts';
