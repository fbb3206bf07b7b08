import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { Enquiries } from './enquiries.service.ts';
import { EnquiryAnswer, EnquiryPage, EnquiryView, FindEnquiries, TakeEnquiry } from './enquiry.dto.ts';

@ApiTags('enquiry')
@Controller('v1/enquiries')
export class EnquiriesController {
  constructor(private readonly enquiries: Enquiries) {}

  @Post()
  @Allow('enquiry:write')
  @ReplayedBy('enquiry')
  @Describe('takeEnquiry', 'Write down that somebody asked about a person, and hear what to answer: the same whoever is asked about', 409)
  take(@By() by: Actor, @Body() wish: TakeEnquiry): Promise<EnquiryAnswer> {
    return this.enquiries.take(by, wish);
  }

  @Get()
  @Allow('enquiry:list')
  @Describe('listEnquiries', "All enquiries for the privacy officer, the caller's own for everybody else: newest first, without a word of them")
  list(@Query() query: FindEnquiries): Promise<EnquiryPage> {
    return this.enquiries.list(query);
  }

  @Get(':id')
  @Allow('enquiry:read')
  @Describe('getEnquiry', 'One of them, with who was asked for and who asked')
  read(@Param('id', PathId) id: string): Promise<EnquiryView> {
    return this.enquiries.read(id);
  }

  enquiry(_by: Actor, id: string): Promise<EnquiryAnswer> {
    return this.enquiries.again(id);
  }
}
