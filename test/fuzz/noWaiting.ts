// Nobody waits here: what is asked again is asked at once. Imported before whatever waits.
jest.mock('../../lib/base/async', () => ({
	...jest.requireActual<object>('../../lib/base/async'),
	wait: async () => await new Promise((done) => void setImmediate(done)),
}));
