package io.setpoint.mirror;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Mirrors over a model store.
 */
final class Setting {

	final VirtualLoop loop = new VirtualLoop();

	final ModelStore store = new ModelStore(this.loop);

	final Recorder recorder = new Recorder();

	MirrorSettings settings = withoutReconcile(MirrorSettings.defaults());

	DoubleSupplier randomness = () -> 0.5;

	private @Nullable Mirrors mirrors;

	static MirrorSettings withoutReconcile(MirrorSettings settings) {
		return withReconcile(settings, Duration.ofDays(1));
	}

	static MirrorSettings withReconcile(MirrorSettings settings, Duration interval) {
		return new MirrorSettings(settings.initialBackOff(), settings.backOffMultiplier(), settings.maxBackOff(),
				settings.heartbeat(), settings.silenceLimit(), settings.staleAfter(), interval,
				settings.failuresBeforeRenewal(), settings.maxBacklog());
	}

	static MirrorSettings withPatience(MirrorSettings settings, long heartbeat, long silenceLimit, long staleAfter) {
		return new MirrorSettings(settings.initialBackOff(), settings.backOffMultiplier(), settings.maxBackOff(),
				Duration.ofMillis(heartbeat), Duration.ofMillis(silenceLimit), Duration.ofMillis(staleAfter),
				settings.reconcileInterval(), settings.failuresBeforeRenewal(), settings.maxBacklog());
	}

	static MirrorSettings withMaxBacklog(MirrorSettings settings, int maxBacklog) {
		return new MirrorSettings(settings.initialBackOff(), settings.backOffMultiplier(), settings.maxBackOff(),
				settings.heartbeat(), settings.silenceLimit(), settings.staleAfter(), settings.reconcileInterval(),
				settings.failuresBeforeRenewal(), maxBacklog);
	}

	Mirrors mirrors() {
		Assert.state(this.mirrors != null, "Not started");
		return this.mirrors;
	}

	/**
	 * Start from what the store holds now and wait until live.
	 */
	Setting live(String... prefixes) {
		Setting started = start(InitialImage.live(this.store.image(prefixes)), prefixes);
		this.loop.advanceMillis(20);
		return started;
	}

	Setting start(InitialImage initial, String... prefixes) {
		this.mirrors = new Mirrors(this.store, this.loop, this.settings, List.of(prefixes), initial, this.recorder,
				this.randomness);
		initial.image()
			.entries()
			.values()
			.forEach((entries) -> entries.forEach((it) -> this.recorder.state.put(it.key(), it)));
		mirrors().start();
		return this;
	}

	Setting offline(String... prefixes) {
		return start(InitialImage.nothing(), prefixes);
	}

	void advance(long millis) {
		this.loop.advanceMillis(millis);
		Assert.state(this.mirrors == null || this.mirrors.failures() == 0,
				"Something has failed that is no fault of etcd's");
	}

	MirrorStatus status(String prefix) {
		return mirrors().status(prefix);
	}

	CompletableFuture<RefreshOutcome> refresh() {
		return mirrors().refresh();
	}

	boolean isExact(String... prefixes) {
		for (String prefix : prefixes) {
			if (!mirrors().entries(prefix).equals(this.store.entries(prefix))) {
				return false;
			}
		}
		return true;
	}

}
