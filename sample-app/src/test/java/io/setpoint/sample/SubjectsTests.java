package io.setpoint.sample;

import io.setpoint.Subject;
import io.setpoint.rollout.web.SubjectResolver;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation's bean that says whom a request is for.
 */
class SubjectsTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@Test
	void customerIsTheSubject() {
		this.request.addHeader("X-Customer", "user-42");
		this.request.addHeader("X-Tier", "gold");
		assertThat(resolve()).isEqualTo(Subject.of("user-42").with("tier", "gold"));
	}

	@Test
	void requestOfNobodyInParticularHasNoSubject() {
		assertThat(resolve()).isNull();
	}

	private @Nullable Subject resolve() {
		return new Subjects().subjects().resolve(this.request);
	}

	static class Subjects {

		@Bean
		SubjectResolver<HttpServletRequest> subjects() {
			return (request) -> {
				String customer = request.getHeader("X-Customer");
				String tier = request.getHeader("X-Tier");
				return (customer != null && tier != null) ? Subject.of(customer).with("tier", tier) : null;
			};
		}

	}

}
