package io.setpoint.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.UnknownConfigurationException;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.rollout.Version;
import io.setpoint.store.RequestTooLargeException;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Turns what comes of a call into an answer over HTTP: a status, and a sentence where it
 * was refused.
 */
final class RolloutAnswers {

	private static final int CONFLICT = 409;

	private static final long DEADLINE_SECONDS = 30;

	private RolloutAnswers() {
	}

	/**
	 * Wait for a result. Every call of etcd has a deadline, so this ends.
	 * @param call gives the result
	 * @param body makes the body of it
	 * @param <T> its type
	 * @return the answer
	 */
	static <T> WebEndpointResponse<Object> answer(Supplier<CompletableFuture<T>> call, Function<T, Object> body) {
		try {
			return new WebEndpointResponse<>(body.apply(call.get().get(DEADLINE_SECONDS, TimeUnit.SECONDS)));
		}
		catch (ExecutionException ex) {
			return refused(ex.getCause());
		}
		catch (TimeoutException ex) {
			return sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
					"There was no answer within " + DEADLINE_SECONDS + " s: ask for the state to know what came of it");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "The call was interrupted");
		}
		catch (RuntimeException ex) {
			return refused(ex);
		}
	}

	private static WebEndpointResponse<Object> refused(@Nullable Throwable failure) {
		if (failure instanceof TransitionRefusedException || failure instanceof RolloutConflictException
				|| failure instanceof InvalidRolloutStateException) {
			return sentence(CONFLICT, failure.getMessage());
		}
		if (failure instanceof UnknownCallerException exception) {
			return sentence(exception.status(), failure.getMessage());
		}
		if (failure instanceof UnknownVersionException || failure instanceof UnknownConfigurationException) {
			return sentence(WebEndpointResponse.STATUS_NOT_FOUND, failure.getMessage());
		}
		if (failure instanceof InvalidVersionException exception) {
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("message", String.valueOf(exception.getMessage()));
			body.put("problems", exception.getProblems());
			return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		if (failure instanceof InvalidPlanException || failure instanceof IllegalArgumentException) {
			return sentence(WebEndpointResponse.STATUS_BAD_REQUEST, failure.getMessage());
		}
		if (failure instanceof RequestTooLargeException) {
			return sentence(WebEndpointResponse.STATUS_BAD_REQUEST, failure.getMessage());
		}
		if (failure instanceof StoreException) {
			return sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
					"etcd could not be asked. " + failure.getMessage());
		}
		throw (failure instanceof RuntimeException exception) ? exception : new IllegalStateException(failure);
	}

	static WebEndpointResponse<Object> sentence(int status, @Nullable String message) {
		return new WebEndpointResponse<>(Map.of("message", String.valueOf(message)), status);
	}

	/**
	 * Return a record as it looks in etcd, without the document of a version.
	 * @param value the record
	 * @return its JSON as maps
	 */
	static Map<String, Object> json(Object value) {
		Map<String, Object> json = new LinkedHashMap<>(RolloutFormat.json(value));
		json.remove("document");
		return json;
	}

	/**
	 * Return what the live builds say.
	 * @param verdict what they say
	 * @return it as maps
	 */
	static Map<String, Object> verdict(FleetVerdict verdict) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("accepted", verdict.isAccepted());
		body.put("problems", verdict.problems());
		body.putAll(json(verdict));
		if (!verdict.unheard().isEmpty()) {
			body.put("message", "No live instance announces a location of " + String.join(", ", verdict.unheard())
					+ ", so no classes have judged that");
		}
		return body;
	}

	/**
	 * Return what was published, and what is to be wondered at in it.
	 * @param version the version
	 * @param remarks a sentence each
	 * @return both as maps
	 */
	static Map<String, Object> published(Version version, List<String> remarks) {
		Map<String, Object> published = json(version);
		if (!remarks.isEmpty()) {
			published.put("warnings", remarks);
		}
		return published;
	}

	/**
	 * Return where a rollout is and what its guards say.
	 * @param state its state
	 * @param guards what the guards of its current stage say
	 * @return both as maps
	 */
	static Map<String, Object> status(RolloutState state, List<GuardVerdict> guards) {
		Map<String, Object> status = json(state);
		if (state.equals(RolloutState.INITIAL)) {
			status.remove("since");
			status.put("message",
					"No version was given to anybody yet: publish one, and start a rollout or release it");
		}
		status.put("guards", guards.stream().map(RolloutAnswers::json).toList());
		return status;
	}

	static Object list(String name, List<?> values) {
		return Map.of(name, values.stream().map(RolloutAnswers::json).toList());
	}

}
