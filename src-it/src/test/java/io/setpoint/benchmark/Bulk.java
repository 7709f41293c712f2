package io.setpoint.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * What many puts in a row are made to.
 */
enum Bulk {

	/**
	 * The only type, as often as there are puts.
	 */
	SMALL("small", Workload.SMALL, 1.2) {

		@Override
		String key(int number) {
			return "limits/serial";
		}

	},

	/**
	 * All types in turn.
	 */
	TYPES("50 types", Workload.BIG, 2) {

		@Override
		String key(int number) {
			int type = number % Workload.BIG.types();
			return ((type > 0) ? GeneratedTypes.propertyPrefix(type) : "limits") + "/serial";
		}

	},

	/**
	 * The entries of one map in turn.
	 */
	MAP("map of 5 000 entries", Workload.SMALL, 2) {

		@Override
		String key(int number) {
			return Table.key(number % ENTRIES);
		}

	},

	/**
	 * The entries of one map in turn, one value in the middle being none.
	 */
	FLAWED("the same with a bad value in the middle", Workload.SMALL, 2) {

		@Override
		String key(int number) {
			return Table.key((number != FLAW) ? number % ENTRIES : ENTRIES);
		}

		@Override
		String flaw() {
			return Table.key(ENTRIES);
		}

	};

	static final int PUTS = 10_000;

	static final int ENTRIES = 5000;

	private static final int FLAW = PUTS / 2;

	private final String label;

	private final Workload workload;

	private final double bar;

	Bulk(String label, Workload workload, double bar) {
		this.label = label;
		this.workload = workload;
		this.bar = bar;
	}

	String label() {
		return this.label;
	}

	Workload workload() {
		return this.workload;
	}

	double bar() {
		return this.bar;
	}

	abstract String key(int number);

	/**
	 * Return the key with the bad value.
	 * @return the key below the prefix of a location, {@code null} if all are valid
	 */
	@Nullable String flaw() {
		return null;
	}

	/**
	 * Return the value of a put.
	 * @param number the number of the put
	 * @param serial its serial number
	 * @return the value
	 */
	String value(int number, long serial) {
		return (flaw() != null && number == FLAW) ? "none" : String.valueOf(serial);
	}

	/**
	 * Return how many puts from the first one can be seen when all were made.
	 * @return the number of puts
	 */
	int seen() {
		return (flaw() != null) ? FLAW : PUTS - 1;
	}

	/**
	 * Return by how much that may be wrong, because puts overtake each other.
	 * @param inFlight how many puts are under way at the same time
	 * @return the number of puts
	 */
	int uncertain(int inFlight) {
		return (flaw() != null) ? inFlight : 0;
	}

	boolean isMap() {
		return this == MAP || this == FLAWED;
	}

}
