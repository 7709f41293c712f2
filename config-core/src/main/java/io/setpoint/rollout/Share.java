package io.setpoint.rollout;

import java.math.BigDecimal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A share in steps of 0.01 %.
 *
 * @param basisPoints hundredths of a percent, from 1 to 10000
 * @since 0.1.0
 */
public record Share(int basisPoints) implements Comparable<Share> {

	private static final int WHOLE = 10_000;

	private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

	private static final int MAX_DIGITS = 20;

	/**
	 * Everybody.
	 */
	public static final Share ALL = new Share(WHOLE);

	public Share {
		if (basisPoints < 1 || basisPoints > WHOLE) {
			throw outOfBounds(text(BigDecimal.valueOf(basisPoints, 2)));
		}
	}

	/**
	 * Create a share.
	 * @param percent the percentage
	 * @return the share
	 * @throws InvalidPlanException if it is out of bounds or finer than 0.01 %
	 */
	@JsonCreator
	public static Share ofPercent(BigDecimal percent) {
		if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0) {
			throw outOfBounds(text(percent));
		}
		try {
			return new Share(percent.scaleByPowerOfTen(2).intValueExact());
		}
		catch (ArithmeticException ex) {
			throw new InvalidPlanException("A share of " + text(percent) + " % cannot be told: use steps of 0.01");
		}
	}

	/**
	 * Create a share.
	 * @param percent the percentage
	 * @return the share
	 * @throws InvalidPlanException if it is out of bounds or finer than 0.01 %
	 */
	public static Share ofPercent(double percent) {
		if (!Double.isFinite(percent)) {
			throw outOfBounds(Double.toString(percent));
		}
		return ofPercent(BigDecimal.valueOf(percent));
	}

	/**
	 * Return the percentage.
	 * @return the percentage, with two digits at most
	 */
	@JsonValue
	public BigDecimal percent() {
		return new BigDecimal(BigDecimal.valueOf(this.basisPoints, 2).stripTrailingZeros().toPlainString());
	}

	/**
	 * Return whether it is everybody.
	 * @return whether it is 100 %
	 */
	public boolean isAll() {
		return this.basisPoints == WHOLE;
	}

	/**
	 * Return how many of a number of instances the share is: rounded up, never none, and
	 * below 100 % never all of two or more.
	 * @param size the number of instances
	 * @return how many of them
	 */
	public int of(int size) {
		if (isAll() || size <= 1) {
			return size;
		}
		long exact = ((long) size * this.basisPoints + WHOLE - 1) / WHOLE;
		return (int) Math.min(exact, size - 1L);
	}

	@Override
	public int compareTo(Share other) {
		return Integer.compare(this.basisPoints, other.basisPoints);
	}

	private static InvalidPlanException outOfBounds(String percent) {
		return new InvalidPlanException(
				"A share of " + percent + " % is out of bounds: use more than 0 and at most 100, in steps of 0.01");
	}

	private static String text(BigDecimal percent) {
		boolean readable = Math.abs((long) percent.scale()) <= MAX_DIGITS;
		return readable ? percent.stripTrailingZeros().toPlainString() : percent.toString();
	}

	@Override
	public String toString() {
		return text(BigDecimal.valueOf(this.basisPoints, 2)) + " %";
	}

}
