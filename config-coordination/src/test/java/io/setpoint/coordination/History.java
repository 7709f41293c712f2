package io.setpoint.coordination;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened to a resource that one at a time may write, in the order in which it
 * happened, and what is wrong with it.
 */
final class History {

	private final List<Event> events = new ArrayList<>();

	/**
	 * Somebody has got hold of the resource.
	 * @param holder who
	 * @param token his token
	 */
	void begun(String holder, long token) {
		this.events.add(new Begun(holder, token));
	}

	/**
	 * Somebody has let go of it, or could know that he does not hold it any more.
	 * @param holder who
	 * @param token his token
	 */
	void ended(String holder, long token) {
		this.events.add(new Ended(holder, token));
	}

	/**
	 * The resource has let a write through.
	 * @param holder who has written
	 * @param token his token
	 */
	void written(String holder, long token) {
		this.events.add(new Written(holder, token));
	}

	long writes() {
		return this.events.stream().filter(Written.class::isInstance).count();
	}

	long tenures() {
		return this.events.stream().filter(Begun.class::isInstance).count();
	}

	/**
	 * Judge it.
	 * @return what is wrong, in a sentence each
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		Map<Long, String> holding = new LinkedHashMap<>();
		Map<Long, String> begun = new LinkedHashMap<>();
		long highest = 0;
		long written = 0;
		for (Event event : this.events) {
			if (event instanceof Begun) {
				holding.forEach((token, holder) -> problems.add(event + " while " + holder + " held " + token));
				if (event.token() <= highest) {
					problems.add(event + " after " + highest);
				}
				highest = Math.max(highest, event.token());
				holding.put(event.token(), event.holder());
				begun.put(event.token(), event.holder());
			}
			else if (event instanceof Ended) {
				holding.remove(event.token());
			}
			else {
				if (event.token() < written) {
					problems.add(event + " after " + written + " had written");
				}
				if (!event.holder().equals(begun.get(event.token()))) {
					problems.add(event + " without having held it");
				}
				written = Math.max(written, event.token());
			}
		}
		return problems;
	}

	private sealed interface Event {

		String holder();

		long token();

	}

	private record Begun(String holder, long token) implements Event {
	}

	private record Ended(String holder, long token) implements Event {
	}

	private record Written(String holder, long token) implements Event {
	}

}
