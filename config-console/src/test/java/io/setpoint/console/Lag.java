package io.setpoint.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A time in which a console hears nothing new from etcd.
 */
final class Lag implements AutoCloseable {

	private final CountDownLatch end = new CountDownLatch(1);

	private final Runnable subscription;

	/**
	 * Begin it.
	 * @param scene the console and what it shows
	 */
	Lag(ConsoleScene scene) {
		CountDownLatch begun = new CountDownLatch(1);
		this.subscription = scene.console().watch().subscribe((names) -> {
			begun.countDown();
			await(this.end);
		});
		scene.shop().put("/rollouts/lag/state", "{");
		await(begun);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.end.countDown();
		this.subscription.run();
	}

}
