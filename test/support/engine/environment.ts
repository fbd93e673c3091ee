import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * What n8n reads from the environment, set before the first of its modules is loaded: import this file before any
 * of them. The user folder keeps n8n's settings file out of the home of whoever runs the tests.
 */
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));

process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.GENERIC_TIMEZONE = 'UTC';

afterAll(() => rmSync(userFolder, { recursive: true, force: true }));
