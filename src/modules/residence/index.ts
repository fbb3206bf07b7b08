export { ResidenceModule } from './residence.module.ts';
export { Residence } from './residence.entity.ts';
export { Bed } from './bed.entity.ts';
export { OutOfServicePeriod } from './out-of-service-period.entity.ts';
export { BedReservation } from './bed-reservation.entity.ts';
export { BedOccupancy } from './bed-occupancy.entity.ts';
