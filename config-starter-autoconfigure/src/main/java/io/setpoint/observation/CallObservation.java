package io.setpoint.observation;

import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.setpoint.observation.SetpointObservations.CallKey;
import io.setpoint.store.CallObserver;
import io.setpoint.store.EtcdCalls;
import io.setpoint.store.EtcdClientCustomizer;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of etcd: a timer, and a span where there is tracing, whose context
 * goes with the call.
 *
 * @since 0.1.0
 */
public class CallObservation implements EtcdClientCustomizer, CallObserver {

	private static final String OK = "OK";

	private final ObservationRegistry registry;

	/**
	 * Create the observation.
	 * @param registry told of it
	 */
	public CallObservation(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void customize(EtcdCalls calls) {
		calls.observe(this);
	}

	@Override
	public Observed begin(String client, String method, BiConsumer<String, String> headers) {
		Observation observation = SetpointObservations.CALL.observation(this.registry, () -> context(headers))
			.contextualName(method)
			.lowCardinalityKeyValue(CallKey.CLIENT.withValue(client))
			.lowCardinalityKeyValue(CallKey.METHOD.withValue(method))
			.start();
		return (status, failure) -> end(observation, status, failure);
	}

	private static SenderContext<BiConsumer<String, String>> context(BiConsumer<String, String> headers) {
		SenderContext<BiConsumer<String, String>> context = new SenderContext<>((carrier, name, value) -> {
			if (carrier != null) {
				carrier.accept(name, value);
			}
		}, Kind.CLIENT);
		context.setCarrier(headers);
		context.setRemoteServiceName("etcd");
		return context;
	}

	private static void end(Observation observation, String status, @Nullable Throwable failure) {
		observation.lowCardinalityKeyValue(CallKey.STATUS.withValue(status));
		if (!status.equals(OK) && failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

	@Override
	public Runnable carry(Runnable task) {
		Observation parent = this.registry.getCurrentObservation();
		return (parent != null) ? () -> parent.scoped(task) : task;
	}

}
