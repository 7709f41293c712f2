package io.setpoint.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageSize}.
 */
class PageSizeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final AtomicInteger first = PageSize.first();

	@ParameterizedTest
	@CsvSource({ "100_000_000, 1000, 200, 6", "500_000, 2000, 2000, 60", "20_000, 2000, 500, 150",
			"20_000, 300, 20_000, 320", "1_000_000, 60, 1_000_000, 70" })
	void pagesOverAnyLinkArriveInTimeAndAreFew(String rate, int keys, String valueBytes, int pages) {
		long bytesPerSecond = number(rate);
		long bytes = number(valueBytes);
		int left = keys;
		int count = 0;
		int missed = 0;
		PageSize size = new PageSize(this.first, TIMEOUT);
		while (left > 0) {
			assertThat(count++).isLessThan(pages);
			int page = Math.min(left, size.limit());
			Duration took = Duration.ofNanos(page * bytes * 1_000_000_000 / bytesPerSecond);
			if (took.compareTo(TIMEOUT) >= 0) {
				missed++;
				assertThat(size.shrink()).isTrue();
				continue;
			}
			left -= page;
			size.arrived(page, page * bytes, took);
		}
		assertThat(missed).isLessThan(3);
	}

	@Test
	void shrinkIsRememberedByTheNextReadUntilOneGoesWell() {
		PageSize size = new PageSize(this.first, TIMEOUT);
		assertThat(size.shrink()).isTrue();
		assertThat(new PageSize(this.first, TIMEOUT).limit()).isEqualTo(2);
		size.arrived(2, 100, Duration.ZERO);
		assertThat(new PageSize(this.first, TIMEOUT).limit()).isEqualTo(2);
		new PageSize(this.first, TIMEOUT).arrived(2, 100, Duration.ZERO);
		assertThat(new PageSize(this.first, TIMEOUT).limit()).isEqualTo(16);
	}

	@Test
	void shrinkWhenPageHoldsOneKeyIsNotWorthATry() {
		PageSize size = new PageSize(this.first, TIMEOUT);
		assertThat(size.shrink()).isTrue();
		assertThat(size.shrink()).isTrue();
		assertThat(size.limit()).isOne();
		assertThat(size.shrink()).isFalse();
	}

	@Test
	void arrivedWhenValuesAreLargeKeepsPagesBelowTheirBytes() {
		PageSize size = new PageSize(this.first, TIMEOUT);
		size.arrived(16, 16 * 1024 * 1024, Duration.ofMillis(1));
		assertThat(size.limit()).isEqualTo(8);
	}

	private static long number(String text) {
		return Long.parseLong(text.replace("_", ""));
	}

}
