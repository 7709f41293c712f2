package io.setpoint.acceptance;

import java.util.Deque;

import io.setpoint.binding.BoundType;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;

/**
 * A complete step of the pipeline from one state to the next: whatever can fail has been
 * done, what is left are assignments.
 *
 * @param holdings what will be held
 * @param sources the locations in the environment
 * @param contents what they will show, in the same order
 * @param publication what will be published
 * @param affected the types that the publication affects
 * @param outbox what has to be told then
 */
record Transition(Holdings holdings, LocationPropertySource[] sources, LocationContent[] contents,
		Publication publication, BoundType[] affected, Deque<Runnable> outbox) {

	/**
	 * Show the contents in the environment.
	 */
	void showContents() {
		for (int i = 0; i < this.sources.length; i++) {
			if (this.sources[i].content() != this.contents[i]) {
				this.sources[i].show(this.contents[i]);
			}
		}
	}

}
