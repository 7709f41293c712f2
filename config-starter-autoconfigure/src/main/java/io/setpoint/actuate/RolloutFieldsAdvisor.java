package io.setpoint.actuate;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Refuses a request to {@code /actuator/rollouts} that says something which no operation
 * reads, or the same thing twice: actuator passes over the one and joins the other.
 *
 * @since 0.1.0
 */
public final class RolloutFieldsAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId ROLLOUTS = EndpointId.of("rollouts");

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(ROLLOUTS)) {
			return invoker;
		}
		Set<String> known = new HashSet<>();
		parameters.forEach((parameter) -> known.add(parameter.getName()));
		return (context) -> {
			String problem = problem(context, known);
			return (problem != null) ? RolloutAnswers.sentence(WebEndpointResponse.STATUS_BAD_REQUEST, problem)
					: invoker.invoke(context);
		};
	}

	private static @Nullable String problem(InvocationContext context, Set<String> known) {
		Map<String, Object> arguments = context.getArguments();
		Set<String> unknown = new TreeSet<>(arguments.keySet());
		unknown.removeAll(known);
		if (!unknown.isEmpty()) {
			return RolloutField.unknown(unknown);
		}
		return arguments.entrySet()
			.stream()
			.filter((argument) -> argument.getValue() instanceof Collection)
			.map((argument) -> RolloutField.repeated(argument.getKey()))
			.findFirst()
			.orElse(null);
	}

}
