package io.setpoint.binding;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Keeps values of etcd out of the exceptions of all types that Boot binds by itself.
 *
 * @since 0.1.0
 */
public final class WithholdingAdvisor implements ConfigurationPropertiesBindHandlerAdvisor {

	@Override
	public BindHandler apply(BindHandler handler) {
		return new Withholding(handler);
	}

	/**
	 * Puts names in the place of what may quote a value.
	 */
	private static final class Withholding extends AbstractBindHandler {

		private boolean possible;

		Withholding(BindHandler handler) {
			super(handler);
		}

		@Override
		public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			this.possible |= isPossible(context.getConfigurationProperty());
			return super.onSuccess(name, target, context, result);
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) throws Exception {
			this.possible |= isPossible(context.getConfigurationProperty());
			try {
				return super.onFailure(name, target, context, error);
			}
			catch (BindException | WithheldValueException ex) {
				throw ex;
			}
			catch (Exception ex) {
				List<String> problems = WithheldFailure.problems(context.getConfigurationProperty(), target, ex);
				if (problems.isEmpty() && this.possible) {
					problems = List.of(name + " cannot be bound to " + WithheldFailure.name(target));
				}
				throw problems.isEmpty() ? ex : new WithheldValueException(problems, ex);
			}
		}

		private static boolean isPossible(@Nullable ConfigurationProperty property) {
			return property != null && WithheldFailure.isPossible(property);
		}

	}

}
