package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Why live instances have not taken up a key.
 *
 * @param reason what they say
 * @param instances who says so
 */
record PendingReason(String reason, List<String> instances) {

	PendingReason with(String instance) {
		List<String> all = new ArrayList<>(this.instances);
		all.add(instance);
		return new PendingReason(this.reason, all);
	}

	/**
	 * Return who says so, in words.
	 * @return the instances
	 */
	public String who() {
		int more = this.instances.size() - 1;
		return this.instances.get(0) + ((more == 0) ? "" : " and " + more + " more");
	}

}
