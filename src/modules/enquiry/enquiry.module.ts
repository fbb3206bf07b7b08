import { Module } from '@nestjs/common';
import { EnquiriesController } from './enquiries.controller.ts';
import { Enquiries } from './enquiries.service.ts';

/** Imports nothing that knows a client. */
@Module({ controllers: [EnquiriesController], providers: [Enquiries] })
export class EnquiryModule {}
