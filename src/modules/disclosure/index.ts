export { DisclosureModule } from './disclosure.module.ts';
export { Disclosure } from './disclosure.entity.ts';
