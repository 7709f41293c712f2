package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Why live instances have not taken something up.
 *
 * @param reason what they say
 * @param instances who says so
 */
record PendingReason(String reason, List<String> instances) {

	/**
	 * Note what an instance says, beside others that say the same.
	 * @param reasons what is said already
	 * @param reason what the instance says
	 * @param instance its id
	 */
	static void add(List<PendingReason> reasons, String reason, String instance) {
		for (int i = 0; i < reasons.size(); i++) {
			if (reasons.get(i).reason().equals(reason)) {
				reasons.set(i, reasons.get(i).with(instance));
				return;
			}
		}
		reasons.add(new PendingReason(reason, List.of(instance)));
	}

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
