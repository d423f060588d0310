export { type FaultName, faults } from './faults.ts';
export { type HttpFault, httpFaults } from './http-faults.ts';
export { type KeyAlgorithm, keyAlgorithms, type SignatureHash } from './keys.ts';
export { type ProfileName, profiles } from './profile.ts';
export { type Lab, type LabOptions, startLab } from './server.ts';
