package io.setpoint.store;

import java.util.Map;

/**
 * Headers that are the same for all calls.
 *
 * @param headers the headers by their names
 */
record FixedHeaders(Map<String, String> headers) implements EtcdClientCustomizer {

	FixedHeaders {
		headers = Map.copyOf(headers);
		headers.forEach(new EtcdCalls("")::header);
	}

	@Override
	public void customize(EtcdCalls calls) {
		this.headers.forEach(calls::header);
	}

	/**
	 * Says which headers there are, never a value.
	 */
	@Override
	public String toString() {
		return "headers " + this.headers.keySet();
	}

}
