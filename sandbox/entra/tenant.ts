import { guid } from './random.ts';

/** What the tenant and its one app registration are called. The same in every company, so that settings made once stay good. */
export const COMPANY = 'Lindenhof Instruments';
export const DOMAIN = 'lindenhof.example';
export const TENANT_ID = guid('tenant');
export const CLIENT_ID = guid('client');
export const APPLICATION_ID = guid('application');
export const APP_NAME = 'HR sync';
export const EMPLOYEES_ID = guid('group All Employees');
export const EMPLOYEES_NAME = 'All Employees';

/** What the names of the app's directory extensions begin with. */
export const EXTENSION_PREFIX = `extension_${CLIENT_ID.replaceAll('-', '')}_`;
