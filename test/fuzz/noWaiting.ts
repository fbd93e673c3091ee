// Nobody waits here: what is asked again is asked at once. Imported before whatever waits.
jest.mock('../../lib/http/wait', () => ({
	...jest.requireActual<object>('../../lib/http/wait'),
	wait: async () => await new Promise((done) => void setImmediate(done)),
}));
