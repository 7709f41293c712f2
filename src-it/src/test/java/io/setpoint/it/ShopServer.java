package io.setpoint.it;

import io.setpoint.Live;
import io.setpoint.Subject;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.rollout.web.SubjectResolver;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The shop as a service, to be run in a process of its own. Its requests fail while the
 * discount is 66.
 *
 * @since 0.1.0
 */
@Import(Shop.class)
@RestController
public class ShopServer {

	private static final Log logger = LogFactory.getLog(ShopServer.class);

	private static final int FAILING = 66;

	private final Live<Pricing> pricing;

	ShopServer(Live<Pricing> pricing) {
		this.pricing = pricing;
	}

	@GetMapping("/discount")
	int discount() {
		int discount = this.pricing.get().discount();
		if (discount == FAILING) {
			throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR);
		}
		return discount;
	}

	@PostMapping("/clock")
	void setClock(@RequestParam long skew) {
		SkewedClock.set(skew);
	}

	/**
	 * Whom a request is for is said by its header.
	 * @return the resolver
	 */
	@Bean
	static SubjectResolver<HttpServletRequest> subjects() {
		return (request) -> {
			String user = request.getHeader("X-User");
			return (user != null) ? Subject.of(user) : null;
		};
	}

	@EventListener
	void tellPort(WebServerInitializedEvent event) {
		logger.info(Instance.PORT + event.getWebServer().getPort());
	}

	/**
	 * Run the service.
	 * @param args its settings
	 */
	public static void main(String[] args) {
		SpringApplication.run(ShopServer.class, args);
	}

}
