import type { Role } from '../platform/access/actor.ts';

/** Nobody is called like this. */
export const STAFF: readonly { name: string; role: Role }[] = [
  { name: 'Ana Madeup', role: 'peer-specialist' },
  { name: 'Ben Example', role: 'peer-specialist' },
  { name: 'Cleo Placeholder', role: 'peer-specialist' },
  { name: 'Dario Specimen', role: 'peer-specialist' },
  { name: 'Effie Notreal', role: 'peer-specialist' },
  { name: 'Finn Fictional', role: 'peer-specialist' },
  { name: 'Gia Pretend', role: 'peer-specialist' },
  { name: 'Hugo Sampleson', role: 'peer-specialist' },
  { name: 'Sue Samplewood', role: 'supervisor' },
  { name: 'Otto Exampleton', role: 'supervisor' },
  { name: 'Nadia Invented', role: 'clinician' },
  { name: 'Max Imagined', role: 'program-manager' },
  { name: 'Priya Pseudonym', role: 'privacy-officer' },
  { name: 'Ada Fabricated', role: 'administrator' },
];

const GIVEN = ['Robin', 'Jordan', 'Casey', 'Riley', 'Sam', 'Alex', 'Quinn', 'Morgan', 'Taylor', 'Jamie', 'Avery', 'Skyler', 'Rowan', 'Emery', 'Harper'];
const FAMILY = ['Testperson', 'Demofield', 'Samplestone', 'Mockingham'];

export const clientName = (n: number) => ({ given: GIVEN[n % GIVEN.length]!, family: FAMILY[Math.floor(n / GIVEN.length) % FAMILY.length]! });

export const GOALS = [
  { statement: 'Call my sponsor before I call my old friends', domain: 'community' },
  { statement: 'Sleep in my own room every night this month', domain: 'home' },
  { statement: 'Be at work on time, five days in a row', domain: 'purpose' },
  { statement: 'Walk half an hour each morning', domain: 'health' },
  { statement: 'Cook for my daughter on Sundays', domain: 'home' },
  { statement: 'Try three meetings and keep the one that fits', domain: 'community' },
] as const;

export const TALKS = [
  ['Listened, and we sorted what was urgent from what was loud', 'Calmer at the end; named two people to call', 'Meet again next week'],
  ['Shared how I got through my first weekend alone', 'Laughed for the first time this week; has a plan for Saturday', 'Text on Saturday at noon'],
  ['Went through the week hour by hour and found the dangerous one', 'Will leave the house at five instead of sitting with it', 'Check on Friday how it went'],
  ['Practised saying no to an old acquaintance', 'Found own words for it', 'Walk past the old corner together on Tuesday'],
] as const;
