package io.setpoint.observation;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.setpoint.store.CallObserver.Observed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallObservation}.
 */
class CallObservationTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final CallObservation observation = new CallObservation(this.registry);

	private final Map<String, String> headers = new HashMap<>();

	CallObservationTests() {
		this.registry.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new Tracing());
	}

	@Test
	void callIsTimedWithItsClientMethodAndStatus() {
		Observed call = begin();
		assertThat(this.meters.find("setpoint.etcd.calls").timer()).isNull();
		call.end("OK", null);
		assertThat(this.meters.get("setpoint.etcd.calls")
			.tags("client", "naming", "method", "etcdserverpb.KV/Range", "status", "OK", "error", "none")
			.timer()
			.count()).isOne();
	}

	@Test
	void callThatFailsHasAnError() {
		begin().end("UNAVAILABLE", new IllegalStateException("away"));
		assertThat(this.meters.get("setpoint.etcd.calls")
			.tags("status", "UNAVAILABLE", "error", "IllegalStateException")
			.timer()
			.count()).isOne();
	}

	@Test
	void contextOfTheTraceGoesWithTheCall() {
		begin();
		assertThat(this.headers).containsEntry("traceparent", "of nobody");
	}

	@Test
	void callOnAnotherThreadBelongsToWhatThisThreadDoes() throws Exception {
		Observation request = Observation.start("request", this.registry);
		Thread other = request.scoped(() -> new Thread(this.observation.carry(this::begin)));
		other.start();
		other.join();
		assertThat(this.headers).containsEntry("traceparent", "of request");
	}

	private Observed begin() {
		return this.observation.begin("naming", "etcdserverpb.KV/Range", this.headers::put);
	}

	/**
	 * Sends the parent of a call along, as tracing does.
	 */
	private static final class Tracing implements ObservationHandler<SenderContext<Object>> {

		@Override
		public void onStart(SenderContext<Object> context) {
			String parent = (context.getParentObservation() != null)
					? context.getParentObservation().getContextView().getName() : "nobody";
			context.getSetter().set(context.getCarrier(), "traceparent", "of " + parent);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SenderContext;
		}

	}

}
